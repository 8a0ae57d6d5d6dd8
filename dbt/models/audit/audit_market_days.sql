-- The trade dates that the set publishes, with what the market-data API answered for each.

{{ config(alias='market_days') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }} and dataset = 'grouped_daily'
),

calendar as (
    select * from {{ ref('market_calendar') }}
),

final as (
    select
        market_keys.batch_date,
        market_keys.trade_date,
        calendar.is_open,
        market_keys.answer,
        market_keys.row_count as bars
    from market_keys
    inner join calendar on market_keys.trade_date = calendar.calendar_date
)

select * from final
