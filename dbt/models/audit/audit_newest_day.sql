-- The greatest published open day before the set, and with the set's own days: what is later has not matured.

{{ config(alias='newest_day') }}

{% set newest_before = newest_published_day() %}

with market_days as (
    select * from {{ ref('audit_market_days') }}
    where {{ in_batch('batch_date') }}
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        {{ newest_before }} as newest_day_before,
        greatest(coalesce(max(case when is_open then trade_date end), {{ newest_before }}), {{ newest_before }})
            as newest_day
    from market_days
)

select * from final
