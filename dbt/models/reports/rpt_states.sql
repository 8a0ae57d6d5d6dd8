-- The trades of the officials of each state, by period.

with trades as (
    select * from {{ ref('report_trades') }}
),

periods as (
    select * from {{ ref('report_periods') }}
),

final as (
    select
        trades.state_code,
        periods.period,
        max(trades.state_name) as state_name,
        {{ official_counts() }},
        {{ trade_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }},
        {{ late_counts() }}
    from trades
    inner join periods on {{ in_period('trades.transaction_date') }}
    group by trades.state_code, periods.period
)

select * from final
