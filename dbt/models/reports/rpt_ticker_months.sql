-- What is traded, month by month: one row per ticker and month of the transaction.

with trades as (
    select * from {{ ref('report_trades') }}
    where ticker is not null
),

periods as (
    select * from {{ ref('report_periods') }}
    where period = 'all'
),

totals as (
    select
        ticker,
        transaction_month as month,
        max(security_name) as security_name,
        {{ trade_counts(exchanges=false) }},
        {{ official_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }},
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date
    from trades
    group by ticker, transaction_month
),

final as (
    select
        totals.*,
        {{ net_direction() }},
        {{ is_incomplete('totals.month') }}
    from totals
    cross join periods
)

select * from final
