-- Each official and what they traded, by period; also those without a trade.

with officials as (
    select * from {{ ref('dim_officials') }}
    where is_current
),

periods as (
    select * from {{ ref('report_periods') }}
),

trades as (
    select * from {{ ref('report_trades') }}
),

period_trades as (
    select
        periods.period,
        trades.*
    from trades
    inner join periods on {{ in_period('trades.transaction_date') }}
),

totals as (
    select
        officials.member_id,
        periods.period,
        {{ trade_counts() }},
        {{ amount_range() }},
        {{ amount_estimate() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }},
        {{ late_counts() }},
        median(lag_days)::float as median_lag_days,
        max(lag_days) as max_lag_days,
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date,
        max(report_date) as last_report_date
    from officials
    cross join periods
    left join period_trades
        on officials.member_id = period_trades.member_id and periods.period = period_trades.period
    group by officials.member_id, periods.period
),

final as (
    select
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        officials.district,
        officials.status,
        totals.*
    from totals
    inner join officials on totals.member_id = officials.member_id
)

select * from final
