-- The full list of active stock tickers as of a day (Polygon reference tickers), replaced by that day.

-- name: create
create table if not exists ods.tickers (
    ticker varchar,
    as_of_date date,
    name varchar,
    type varchar,
    primary_exchange varchar,
    cik varchar,
    composite_figi varchar,
    share_class_figi varchar,
    payload variant,
    batch_date date,
    source_file varchar,
    source_row number(38, 0),
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.tickers
where as_of_date in ({{ batch_dates }});

-- name: copy
copy into ods.tickers (
    ticker, as_of_date, name, type, primary_exchange, cik, composite_figi, share_class_figi,
    payload, batch_date, source_file, source_row, loaded_at
)
from (
    select
        $1:ticker::varchar,
        to_date(regexp_substr(metadata$filename, 'batch_date=([0-9-]+)', 1, 1, 'e', 1)),
        $1:name::varchar,
        $1:type::varchar,
        $1:primary_exchange::varchar,
        $1:cik::varchar,
        $1:composite_figi::varchar,
        $1:share_class_figi::varchar,
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

-- name: shrunken
-- The lists that hold fewer than 90 % of the tickers of the nearest earlier list.
with lists as (
    select
        batch_date,
        row_count,
        lag(row_count) over (order by batch_date) as earlier_row_count
    from ods.manifests
    where
        dataset = 'tickers'
        and batch_date between dateadd(day, -365, to_date('{{ first_date }}')) and to_date('{{ last_date }}')
)

select
    batch_date,
    row_count,
    earlier_row_count
from lists
where batch_date in ({{ batch_dates }}) and row_count < 0.9 * earlier_row_count
order by batch_date;
