-- Officials who traded most, by amount range
select
    display_name as official,
    chamber,
    party,
    trades,
    amount_low,
    amount_high
from publish.rpt_officials
where period = 'all'
order by amount_low desc nulls last, display_name
limit 10;

-- Tickers traded most
select
    ticker,
    security_name,
    trades,
    officials,
    purchases,
    sales
from publish.rpt_tickers
order by trades desc, officials desc, ticker
limit 10;

-- Disclosed later than the law's 45 days
select
    display_name as official,
    ticker,
    transaction_date,
    report_date,
    days_late
from publish.rpt_late_filings
order by days_late desc, trade_id
limit 10;
