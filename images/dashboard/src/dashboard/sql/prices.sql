with live as (
    select ticker
    from publish.fct_trades
    where not is_withdrawn and not is_superseded
)

select
    ticker,
    trade_date,
    close
from publish.fct_daily_prices
where
    ticker between ? and ?
    and ticker in (select live.ticker from live)
order by ticker, trade_date
