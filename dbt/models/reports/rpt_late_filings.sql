-- The live trades that were disclosed later than the law's 45 days, worst first.

with trades as (
    select * from {{ ref('report_trades') }}
    where is_late
),

final as (
    select
        trade_id,
        report_id,
        member_id,
        display_name,
        party,
        chamber,
        state_code,
        ticker,
        security_name,
        transaction_type,
        transaction_date,
        report_date,
        lag_days,
        lag_days - 45 as days_late,
        amount_raw,
        amount_min,
        amount_max,
        disclosure_url
    from trades
)

select * from final
order by days_late desc, trade_id asc
