with partial_sales as (
    select
        report_id,
        count(*) as trades
    from publish.fct_trades
    where not is_withdrawn and not is_superseded and transaction_type = 'sale_partial'
    group by report_id
)

select
    date_trunc('quarter', disclosures.report_date)::date as quarter,
    disclosures.member_id,
    disclosures.report_date,
    disclosures.transactions,
    disclosures.purchases,
    disclosures.sales,
    coalesce(partial_sales.trades, 0) as partial_sales,
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
left join partial_sales on disclosures.report_id = partial_sales.report_id
order by disclosures.report_date, disclosures.report_id
