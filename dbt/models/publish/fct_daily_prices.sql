-- depends_on: {{ ref('audit_market_keys') }}
{{ config(meta={"replaces": "
    trade_date in (
        select fresh.trade_date from [[ ref('audit_market_keys') ]] as fresh
        where fresh.dataset = 'grouped_daily' and [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    ticker,
    trade_date,
    open,
    high,
    low,
    close,
    volume,
    vwap,
    trades
from {{ ref('audit_daily_prices') }}
where {{ passed('batch_date') }}
