select
    ticker,
    security_name,
    sector,
    trades
from publish.rpt_tickers
order by ticker
