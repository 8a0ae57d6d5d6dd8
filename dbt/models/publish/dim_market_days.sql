{{ config(meta={"replaces": "
    trade_date in (
        select fresh.trade_date from [[ ref('audit_market_days') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    trade_date,
    is_open,
    answer,
    bars,
    splits
from {{ ref('audit_market_days') }}
where {{ passed('batch_date') }}
