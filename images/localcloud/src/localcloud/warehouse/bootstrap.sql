create schema if not exists congress.public;
create schema if not exists congress.ods;
create schema if not exists congress.audit;
create schema if not exists congress.publish;
create storage integration if not exists raw
    type = external_stage storage_provider = 'S3' enabled = true
    storage_aws_role_arn = 'arn:aws:iam::123456789012:role/laptop'
    storage_allowed_locations = ('s3://raw-disclosures/', 's3://raw-market/');
create stage if not exists congress.ods.raw_disclosures
    url = 's3://raw-disclosures/' storage_integration = raw file_format = (type = json);
create stage if not exists congress.ods.raw_market
    url = 's3://raw-market/' storage_integration = raw file_format = (type = json);
