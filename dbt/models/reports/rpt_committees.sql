-- The trades of the officials who sat on each committee when they made them, by period.
--
-- A trade counts in every committee of its official. Trades made before their official was first observed are the
-- row 'not_observed'; those of officials without a committee are in no row.

with trades as (
    select * from {{ ref('report_trades') }}
),

committees as (
    select * from {{ ref('report_trade_committees') }}
),

periods as (
    select * from {{ ref('report_periods') }}
),

committee_trades as (
    select
        trades.*,
        coalesce(committees.committee, committees.missing_reason) as committee
    from committees
    inner join trades on committees.trade_id = trades.trade_id
),

totals as (
    select
        committee_trades.committee,
        periods.period,
        {{ official_counts() }},
        {{ trade_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }},
        {{ amount_ranges_apart() }},
        {{ late_counts() }}
    from committee_trades
    inner join periods on {{ in_period('committee_trades.transaction_date') }}
    group by committee_trades.committee, periods.period
),

final as (
    select
        *,
        case
            when committee like 'House %' then 'House'
            when committee like 'Senate %' then 'Senate'
            when committee like 'Joint %' then 'Joint'
        end as chamber
    from totals
)

select * from final
