-- What the market-data API says of one ticker (Polygon ticker overview), replaced by ticker.

-- name: create
create table if not exists ods.ticker_overviews (
    ticker varchar,
    name varchar,
    type varchar,
    sic_code varchar,
    sic_description varchar,
    list_date date,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.ticker_overviews
where ticker in ({{ tickers }});

-- name: copy
copy into ods.ticker_overviews (
    ticker, name, type, sic_code, sic_description, list_date,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:ticker::varchar,
        $1:name::varchar,
        $1:type::varchar,
        $1:sic_code::varchar,
        $1:sic_description::varchar,
        try_cast($1:list_date::varchar as date),
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
