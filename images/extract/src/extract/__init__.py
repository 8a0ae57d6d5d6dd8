"""Copies disclosures and market data from their APIs to S3, a complete batch at a time."""
