-- What is traded: one row per ticker. Amounts are ranges; a high end that is open is null.

with trades as (
    select * from {{ ref('report_trades') }}
    where ticker is not null
),

totals as (
    select
        ticker,
        max(security_name) as security_name,
        max(sector) as sector,
        {{ trade_counts() }},
        {{ official_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }},
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date
    from trades
    group by ticker
),

final as (
    select
        *,
        {{ net_direction() }}
    from totals
)

select * from final
