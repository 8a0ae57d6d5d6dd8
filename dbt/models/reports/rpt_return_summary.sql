-- How purchases and sales did against SPY, by period, entry and horizon: not only means, but how they spread.

with returns as (
    select
        *,
        case when transaction_type = 'purchase' then 'purchase' else 'sale' end as side
    from {{ ref('fct_trade_returns') }}
    where transaction_type != 'exchange'
),

periods as (
    select * from {{ ref('report_periods') }}
),

totals as (
    select
        periods.period,
        returns.entry,
        returns.horizon_days,
        returns.side,
        {{ excess_figures() }},
        {%- for percent in [10, 25, 75, 90] %}
        percentile_cont({{ percent / 100 }}) within group (order by returns.excess_return)::float as p{{ percent }},
        {%- endfor %}
        count(*) - count(returns.excess_return) as excluded
    from returns
    inner join periods on {{ in_period('returns.transaction_date') }}
    group by periods.period, returns.entry, returns.horizon_days, returns.side
),

final as (
    select
        period,
        entry,
        horizon_days,
        side,
        measured,
        hit_rate,
        mean_excess,
        median_excess,
        {%- for percent in [10, 25, 75, 90] %}
        case when measured >= {{ var('fewest_measured') }} then p{{ percent }} end as p{{ percent }},
        {%- endfor %}
        excluded
    from totals
)

select * from final
