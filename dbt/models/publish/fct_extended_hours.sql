{{ config(meta={"replaces": "
    trade_date in (
        select fresh.trade_date from [[ ref('audit_extended_hours') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
    and exists (
        select 1
        from [[ ref('audit_extended_hours') ]] as fresh
        where
            fresh.ticker = fct_extended_hours.ticker
            and fresh.trade_date = fct_extended_hours.trade_date
            and [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    ticker,
    trade_date,
    answer,
    pre_market,
    after_hours
from {{ ref('audit_extended_hours') }}
where {{ passed('batch_date') }}
