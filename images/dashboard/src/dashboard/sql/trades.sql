select
    trade_id,
    transaction_date,
    lag_days,
    member_id,
    ticker,
    transaction_type,
    ownership,
    amount_raw,
    amount_min,
    amount_max,
    report_id,
    disclosure_url,
    security_name,
    security_type,
    price_missing_reason
from publish.fct_trades
where not is_withdrawn and not is_superseded and transaction_date between ? and ?
order by transaction_date, report_date, trade_id
