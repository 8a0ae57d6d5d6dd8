-- It says what is published, so it comes after what is computed from it.
-- depends_on: {{ ref('fct_daily_prices') }}, {{ ref('fct_trades') }}
{{ config(meta={"replaces": "
    trade_date in (
        select fresh.trade_date from [[ ref('audit_market_days') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    trade_date,
    is_open,
    answer,
    bars
from {{ ref('audit_market_days') }}
where {{ passed('batch_date') }}
