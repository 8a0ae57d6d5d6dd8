-- The tickers that the set publishes with what the market-data API says of them; null where it knows nothing.

{{ config(alias='ticker_overviews') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'ticker_overviews'
),

overviews as (
    select * from {{ ref('stg_ticker_overviews') }}
    where quarantine_reason is null
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
)

select * from final
