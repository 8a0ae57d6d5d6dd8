-- What was done over time: one row per month of the transaction, type, chamber and party.

with trades as (
    select * from {{ ref('report_trades') }}
),

periods as (
    select * from {{ ref('report_periods') }}
    where period = 'all'
),

totals as (
    select
        transaction_month as month,
        transaction_type,
        chamber,
        party,
        count(trade_id) as trades,
        count(distinct member_id) as officials,
        {{ amount_range() }},
        {{ open_amounts() }}
    from trades
    group by transaction_month, transaction_type, chamber, party
),

final as (
    select
        totals.*,
        {{ is_incomplete('totals.month') }}
    from totals
    cross join periods
)

select * from final
