-- The valid splits executed on the trade dates that the set publishes.

{{ config(alias='splits') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'splits'
),

splits as (
    select * from {{ ref('stg_splits') }}
    where {{ market_key_span('splits', 'asked_date') }} and quarantine_reason is null
),

final as (
    select
        market_keys.batch_date,
        splits.ticker,
        splits.execution_date,
        splits.split_from,
        splits.split_to
    from splits
    inner join market_keys on splits.asked_date = market_keys.trade_date
)

select * from final
