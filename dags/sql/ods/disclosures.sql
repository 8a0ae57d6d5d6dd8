-- The trades of the Benzinga government-trades API, one row for each record of each batch.

-- name: create
create table if not exists ods.disclosures (
    trade_id varchar,
    transaction_id varchar,
    report_id varchar,
    amendment_number number(38, 0),
    chamber varchar,
    member_id varchar,
    filer_observed_at timestamp_ntz,
    filer variant,
    transaction_type varchar,
    transaction_date date,
    notification_date date,
    notification_date_raw varchar,
    report_date date,
    updated_at timestamp_ntz,
    ownership varchar,
    amount varchar,
    ticker varchar,
    security_name varchar,
    security_type varchar,
    description varchar,
    disclosure_url varchar,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.disclosures
where batch_date in ({{ batch_dates }});

-- name: copy
copy into ods.disclosures (
    trade_id, transaction_id, report_id, amendment_number, chamber, member_id, filer_observed_at, filer,
    transaction_type, transaction_date, notification_date, notification_date_raw, report_date, updated_at,
    ownership, amount, ticker, security_name, security_type, description, disclosure_url,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:id::varchar,
        $1:transaction_id::varchar,
        $1:report_id::varchar,
        try_to_number($1:amendment_number::varchar),
        $1:chamber::varchar,
        $1:filer_info:member_id::varchar,
        -- seconds up to 2099: of what is none, such as milliseconds, the conversion itself could fail
        to_timestamp_ntz(
            case
                when try_to_number($1:filer_info:updated::varchar) between 0 and 4102444799
                    then try_to_number($1:filer_info:updated::varchar)
            end
        ),
        $1:filer_info,
        $1:transaction_type::varchar,
        try_cast($1:transaction_date::varchar as date),
        try_cast($1:notification_date::varchar as date),
        $1:notification_date::varchar,
        try_cast($1:report_date::varchar as date),
        to_timestamp_ntz(
            case
                when try_to_number($1:updated::varchar) between 0 and 4102444799
                    then try_to_number($1:updated::varchar)
            end
        ),
        $1:ownership::varchar,
        $1:amount::varchar,
        $1:security:ticker::varchar,
        $1:security:name::varchar,
        $1:security:type::varchar,
        $1:description::varchar,
        $1:disclosure_url::varchar,
        $1,
        to_date(regexp_substr(metadata$filename, 'batch_date=([0-9-]+)', 1, 1, 'e', 1)),
        metadata$filename,
        metadata$file_row_number,
        current_timestamp()::timestamp_ntz
    from @ods.raw_disclosures
)
files = ({{ files }})
file_format = (type = json)
force = true;
