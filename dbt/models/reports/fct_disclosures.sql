-- One filing: its live trades, summed up. In an amended report those are the trades of its last amendment.

with trades as (
    select * from {{ ref('fct_trades') }}
    where not is_withdrawn and not is_superseded
),

officials as (
    select * from {{ ref('dim_officials') }}
    where is_current
),

reports as (
    select
        report_id,
        min(member_id) as member_id,
        max(report_date) as report_date,
        max(amendment_number) as amendment_number,
        count(trade_id) as transactions,
        count_if(transaction_type = 'purchase') as purchases,
        count_if(transaction_type in ('sale', 'sale_partial')) as sales,
        count_if(transaction_type = 'sale_partial') as partial_sales,
        count_if(transaction_type = 'exchange') as exchanges,
        {{ amount_range() }},
        {{ amount_ranges_apart() }},
        {{ amount_estimate() }},
        {{ open_amounts() }},
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date,
        median(lag_days)::float as median_lag_days,
        max(lag_days) as max_lag_days,
        count_if(is_late) as late_transactions,
        max(disclosure_url) as disclosure_url
    from trades
    group by report_id
),

final as (
    select
        reports.report_id,
        reports.member_id,
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        reports.report_date,
        reports.amendment_number,
        reports.transactions,
        reports.purchases,
        reports.sales,
        reports.partial_sales,
        reports.exchanges,
        reports.amount_low,
        reports.amount_high,
        reports.purchase_amount_low,
        reports.purchase_amount_high,
        reports.sale_amount_low,
        reports.sale_amount_high,
        reports.amount_estimate,
        reports.open_amounts,
        reports.first_transaction_date,
        reports.last_transaction_date,
        reports.median_lag_days,
        reports.max_lag_days,
        reports.late_transactions,
        greatest(reports.max_lag_days - 45, 0) as days_late,
        reports.disclosure_url
    from reports
    left join officials on reports.member_id = officials.member_id
)

select * from final
