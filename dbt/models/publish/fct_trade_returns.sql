{{ config(meta={"replaces": "
    exit_date in ([[ replaced_exit_dates() ]])
    and exists (
        select 1
        from [[ ref('audit_trade_returns') ]] as fresh
        where
            fresh.trade_id = fct_trade_returns.trade_id
            and fresh.entry = fct_trade_returns.entry
            and fresh.horizon_days = fct_trade_returns.horizon_days
            and [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    trade_id,
    entry,
    horizon_days,
    member_id,
    ticker,
    transaction_type,
    transaction_date,
    report_date,
    entry_date,
    exit_date,
    entry_close,
    exit_close,
    split_factor,
    security_return,
    benchmark_return,
    excess_return,
    missing_reason
from {{ ref('audit_trade_returns') }}
where {{ passed('batch_date') }} and is_live
