-- Each official and what they traded, by period, with how it did against SPY; also those without a trade.

{% set entries = ['transaction', 'follower'] %}
{% set figures = ['hit_rate', 'mean_excess', 'median_excess'] %}

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

returns as (
    select * from {{ ref('fct_trade_returns') }}
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
        median(period_trades.lag_days)::float as median_lag_days,
        max(period_trades.lag_days) as max_lag_days,
        min(period_trades.transaction_date) as first_transaction_date,
        max(period_trades.transaction_date) as last_transaction_date,
        max(period_trades.report_date) as last_report_date,
        count_if(period_trades.trade_id is not null and period_trades.price is null) as unpriced_trades
    from officials
    cross join periods
    left join period_trades
        on officials.member_id = period_trades.member_id and periods.period = period_trades.period
    group by officials.member_id, periods.period
),

measured as (
    select
        returns.member_id,
        periods.period,
        returns.entry,
        returns.horizon_days,
        {{ excess_figures() }}
    from returns
    inner join periods on {{ in_period('returns.transaction_date') }}
    group by returns.member_id, periods.period, returns.entry, returns.horizon_days
),

side_by_side as (
    select
        {% for entry in entries -%}
        {% for days in var('horizon_days') -%}
        {% for figure in ['measured'] + figures -%}
        max(case when entry = '{{ entry }}' and horizon_days = {{ days }} then {{ figure }} end)
            as {{ entry }}_{{ days }}d_{{ figure }},
        {% endfor -%}
        {% endfor -%}
        {% endfor -%}
        member_id,
        period
    from measured
    group by member_id, period
),

peers as (
    select
        officials.member_id,
        periods.period,
        case
            when side_by_side.transaction_90d_mean_excess is not null
                then rank() over (
                    partition by officials.chamber, periods.period
                    order by side_by_side.transaction_90d_mean_excess desc nulls last
                )
        end as peer_rank,
        count(side_by_side.transaction_90d_mean_excess) over (
            partition by officials.chamber, periods.period
        ) as peers_ranked
    from officials
    cross join periods
    left join side_by_side
        on officials.member_id = side_by_side.member_id and periods.period = side_by_side.period
),

final as (
    select
        totals.*,
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        officials.district,
        officials.status,
        {% for entry in entries -%}
        {% for days in var('horizon_days') -%}
        {% set prefix = entry ~ '_' ~ days ~ 'd_' -%}
        coalesce(side_by_side.{{ prefix }}measured, 0) as {{ prefix }}measured,
        {% for figure in figures -%}
        side_by_side.{{ prefix }}{{ figure }},
        {% endfor -%}
        {% endfor -%}
        {% endfor -%}
        peers.peer_rank,
        peers.peers_ranked
    from totals
    inner join officials on totals.member_id = officials.member_id
    inner join peers on totals.member_id = peers.member_id and totals.period = peers.period
    left join side_by_side on totals.member_id = side_by_side.member_id and totals.period = side_by_side.period
)

select * from final
