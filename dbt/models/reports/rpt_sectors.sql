-- Flows by sector and month of the transaction. Trades without a sector (bonds and the like) are in none.

with trades as (
    select * from {{ ref('report_trades') }}
    where sector is not null
),

periods as (
    select * from {{ ref('report_periods') }}
    where period = 'all'
),

totals as (
    select
        sector,
        transaction_month as month,
        {{ trade_counts() }},
        {{ official_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }}
    from trades
    group by sector, transaction_month
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
