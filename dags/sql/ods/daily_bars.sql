-- The whole market's bar of a trade date (Polygon grouped daily, unadjusted), replaced by trade date.

-- name: create
create table if not exists ods.daily_bars (
    ticker varchar,
    trade_date date,
    open double,
    high double,
    low double,
    close double,
    volume double,
    vwap double,
    trades double,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.daily_bars
where trade_date in ({{ trade_dates }});

-- name: copy
copy into ods.daily_bars (
    ticker, trade_date, open, high, low, close, volume, vwap, trades,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:T::varchar,
        to_date(regexp_substr(metadata$filename, 'trade_date=([0-9-]+)', 1, 1, 'e', 1)),
        try_to_double($1:o::varchar),
        try_to_double($1:h::varchar),
        try_to_double($1:l::varchar),
        try_to_double($1:c::varchar),
        try_to_double($1:v::varchar),
        try_to_double($1:vw::varchar),
        try_to_double($1:n::varchar),
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
