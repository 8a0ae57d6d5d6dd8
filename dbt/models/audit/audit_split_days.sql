-- The calendar days whose splits the set publishes, with what the market-data API answered for each.

{{ config(alias='split_days') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'splits'
),

final as (
    select
        batch_date,
        trade_date as split_date,
        answer,
        row_count as splits
    from market_keys
)

select * from final
