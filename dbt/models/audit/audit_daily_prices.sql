-- The valid bars of the trade dates that the set publishes.

{{ config(alias='daily_prices') }}

{% set trade_dates = market_key_dates('grouped_daily') %}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'grouped_daily'
),

daily_bars as (
    select * from {{ ref('stg_daily_bars') }}
    where trade_date in ({{ trade_dates }}) and quarantine_reason is null
),

final as (
    select
        market_keys.batch_date,
        daily_bars.ticker,
        daily_bars.trade_date,
        daily_bars.open,
        daily_bars.high,
        daily_bars.low,
        daily_bars.close,
        daily_bars.volume,
        daily_bars.vwap,
        daily_bars.trades
    from daily_bars
    inner join market_keys on daily_bars.trade_date = market_keys.trade_date
)

select * from final
