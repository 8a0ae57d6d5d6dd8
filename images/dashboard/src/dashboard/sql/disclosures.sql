select
    date_trunc('quarter', disclosures.report_date)::date as quarter,
    disclosures.member_id,
    disclosures.report_date,
    disclosures.transactions,
    disclosures.purchases,
    disclosures.sales,
    disclosures.partial_sales,
    disclosures.exchanges,
    disclosures.amount_low,
    disclosures.amount_high,
    disclosures.open_amounts,
    disclosures.first_transaction_date,
    disclosures.last_transaction_date,
    disclosures.median_lag_days,
    disclosures.max_lag_days,
    disclosures.late_transactions,
    disclosures.disclosure_url
from publish.fct_disclosures as disclosures
order by disclosures.report_date, disclosures.report_id
