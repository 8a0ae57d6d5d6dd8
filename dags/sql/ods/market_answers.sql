-- The answer to each market key that was asked, replaced by key: what "remembered" means.

-- name: create
create table if not exists ods.market_answers (
    dataset varchar,
    trade_date date,
    ticker varchar,
    answer varchar,
    row_count number(38, 0),
    batch_date date,
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.market_answers
where
    (trade_date is null or trade_date in ({{ trade_dates }}))
    and concat(dataset, ' ', coalesce(ticker, ''), ' ', coalesce(trade_date::varchar, '')) in (
        select
            concat(
                f.value:dataset::varchar, ' ',
                coalesce(f.value:ticker::varchar, ''), ' ',
                coalesce(f.value:trade_date::varchar, '')
            )
        from ods.manifests as m, lateral flatten(input => m.payload:answers) as f
        where m.dataset = 'market' and m.batch_date in ({{ batch_dates }})
    );

-- name: insert
insert into ods.market_answers (dataset, trade_date, ticker, answer, row_count, batch_date, loaded_at)
select
    f.value:dataset::varchar as dataset,
    try_cast(f.value:trade_date::varchar as date) as trade_date,
    f.value:ticker::varchar as ticker,
    f.value:answer::varchar as answer,
    f.value:rows::integer as row_count,
    m.batch_date,
    m.loaded_at
from ods.manifests as m, lateral flatten(input => m.payload:answers) as f
where m.dataset = 'market' and m.batch_date in ({{ batch_dates }});
