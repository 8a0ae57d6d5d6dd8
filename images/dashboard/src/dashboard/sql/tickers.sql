with live as (
    select
        ticker,
        max(security_name) as security_name,
        count(*) as trades
    from publish.fct_trades
    where not is_withdrawn and not is_superseded and ticker is not null
    group by ticker
)

select
    live.ticker,
    coalesce(counted.security_name, live.security_name) as security_name,
    counted.sector,
    live.trades
from live
left join publish.rpt_tickers as counted on live.ticker = counted.ticker
order by live.ticker
