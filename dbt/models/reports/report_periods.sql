-- The windows of the reports. They end at the greatest published batch date and go by the transaction date.
--
-- The law allows 45 days to disclose, so the last 45 days of a window are still filling up: those from incomplete_from
-- to its end.

with batches as (
    select max(batch_date) as ends_on from {{ source('published', 'batches') }}
),

final as (
    select
        'all' as period,
        null::date as starts_after,
        ends_on,
        dateadd(day, -44, ends_on)::date as incomplete_from
    from batches
    union all
    select
        '12_months' as period,
        dateadd(month, -12, ends_on)::date as starts_after,
        ends_on,
        dateadd(day, -44, ends_on)::date as incomplete_from
    from batches
)

select * from final
