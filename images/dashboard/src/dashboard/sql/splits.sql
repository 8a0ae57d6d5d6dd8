with live as (
    select ticker
    from publish.fct_trades
    where not is_withdrawn and not is_superseded
)

select
    ticker,
    execution_date,
    split_from,
    split_to
from publish.fct_splits
where ticker in (select live.ticker from live)
order by ticker, execution_date
