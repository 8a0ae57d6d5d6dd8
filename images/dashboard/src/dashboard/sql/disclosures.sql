select
    date_trunc('quarter', report_date)::date as quarter,
    member_id,
    report_date,
    transactions,
    purchases,
    sales,
    exchanges,
    amount_low,
    amount_high,
    open_amounts,
    first_transaction_date,
    last_transaction_date,
    median_lag_days,
    max_lag_days,
    late_transactions,
    disclosure_url
from publish.fct_disclosures
order by report_date, report_id
