-- A ticker's day with its pre-market and after-hours prices (Polygon open/close), replaced by ticker and trade date.

-- name: create
create table if not exists ods.open_close (
    ticker varchar,
    trade_date date,
    open double,
    close double,
    pre_market double,
    after_hours double,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.open_close
where
    trade_date in ({{ trade_dates }})
    and concat(ticker, ' ', trade_date::varchar) in ({{ ticker_days }});

-- name: copy
copy into ods.open_close (
    ticker, trade_date, open, close, pre_market, after_hours,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:symbol::varchar,
        to_date(regexp_substr(metadata$filename, 'trade_date=([0-9-]+)', 1, 1, 'e', 1)),
        try_to_double($1:open::varchar),
        try_to_double($1:close::varchar),
        try_to_double($1:preMarket::varchar),
        try_to_double($1:afterHours::varchar),
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
