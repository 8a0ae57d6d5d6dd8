-- The ticker days that the set publishes with their pre-market and after-hours prices; null where there are none.
--
-- A day whose answer is quarantined is left out: its last good version stays published.

{{ config(alias='extended_hours') }}

{% set trade_dates = market_key_dates('open_close') %}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'open_close'
),

open_close as (
    select * from {{ ref('stg_open_close') }}
    where trade_date in ({{ trade_dates }})
),

final as (
    select
        market_keys.batch_date,
        market_keys.ticker,
        market_keys.trade_date,
        market_keys.answer,
        open_close.pre_market,
        open_close.after_hours
    from market_keys
    left join open_close
        on market_keys.ticker = open_close.ticker and market_keys.trade_date = open_close.trade_date
    where open_close.quarantine_reason is null
)

select * from final
