-- The trade dates that the set publishes, with what the market-data API answered for each.

{{ config(alias='market_days') }}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }}
),

calendar as (
    select * from {{ ref('market_calendar') }}
),

bars as (
    select
        batch_date,
        trade_date,
        answer,
        row_count
    from market_keys
    where dataset = 'grouped_daily'
),

splits as (
    select
        trade_date,
        row_count
    from market_keys
    where dataset = 'splits'
),

final as (
    select
        bars.batch_date,
        bars.trade_date,
        calendar.is_open,
        bars.answer,
        bars.row_count as bars,
        splits.row_count as splits
    from bars
    inner join calendar on bars.trade_date = calendar.calendar_date
    left join splits on bars.trade_date = splits.trade_date
)

select * from final
