-- The live trades of each official that have no return, counted by reason.

with returns as (
    select * from {{ ref('fct_trade_returns') }}
    where missing_reason is not null
),

periods as (
    select * from {{ ref('report_periods') }}
),

final as (
    select
        returns.member_id,
        periods.period,
        returns.entry,
        returns.horizon_days,
        returns.missing_reason,
        count(*) as trades
    from returns
    inner join periods on {{ in_period('returns.transaction_date') }}
    group by returns.member_id, periods.period, returns.entry, returns.horizon_days, returns.missing_reason
)

select * from final
