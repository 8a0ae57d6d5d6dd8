with live as (
    select ticker
    from publish.fct_trades
    where not is_withdrawn and not is_superseded
)

select
    ticker,
    count(*) as bars
from publish.fct_daily_prices
where ticker in (select live.ticker from live)
group by ticker
