-- The live trades that were disclosed later than the law's 45 days, worst first.

with trades as (
    select * from {{ ref('fct_trades') }}
    where is_late and not is_withdrawn and not is_superseded
),

officials as (
    select * from {{ ref('dim_officials') }}
    where is_current
),

final as (
    select
        trades.trade_id,
        trades.member_id,
        officials.display_name,
        officials.party,
        trades.chamber,
        trades.ticker,
        trades.security_name,
        trades.transaction_type,
        trades.transaction_date,
        trades.report_date,
        trades.lag_days,
        trades.lag_days - 45 as days_late,
        trades.amount_min,
        trades.amount_max,
        trades.disclosure_url
    from trades
    left join officials on trades.member_id = officials.member_id
)

select * from final
order by days_late desc, trade_id asc
