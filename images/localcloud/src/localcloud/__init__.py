"""S3, Snowflake and the market APIs in one process, for laptops and tests."""
