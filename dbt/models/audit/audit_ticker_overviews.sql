-- The tickers that the set publishes with what the market-data API says of them; null where it knows nothing.
--
-- A ticker whose answer is quarantined is left out: its last good version stays published.

{{ config(alias='ticker_overviews') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'ticker_overviews'
),

overviews as (
    select * from {{ ref('stg_ticker_overviews') }}
),

final as (
    select
        market_keys.batch_date,
        market_keys.ticker,
        market_keys.answer,
        overviews.name,
        overviews.type,
        overviews.sic_code,
        overviews.sic_description,
        overviews.list_date
    from market_keys
    left join overviews on market_keys.ticker = overviews.ticker
    where overviews.quarantine_reason is null
)

select * from final
