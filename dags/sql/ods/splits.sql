-- The splits executed on a trade date (Polygon reference splits), replaced by execution date.

-- name: create
create table if not exists ods.splits (
    ticker varchar,
    execution_date date,
    asked_date date,
    split_from double,
    split_to double,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.splits
where asked_date in ({{ trade_dates }});

-- name: copy
copy into ods.splits (
    ticker, execution_date, asked_date, split_from, split_to,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:ticker::varchar,
        try_cast($1:execution_date::varchar as date),
        to_date(regexp_substr(metadata$filename, 'trade_date=([0-9-]+)', 1, 1, 'e', 1)),
        try_to_double($1:split_from::varchar),
        try_to_double($1:split_to::varchar),
        $1,
        to_date(regexp_substr(metadata$filename, 'batch_date=([0-9-]+)', 1, 1, 'e', 1)),
        metadata$filename,
        metadata$file_row_number,
        current_timestamp()::timestamp_ntz
    from @ods.raw_market
)
files = ({{ files }})
file_format = (type = json)
force = true;
