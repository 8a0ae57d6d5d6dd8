-- The windows of the reports. They end at the greatest published batch date and go by the transaction date.

with batches as (
    select max(batch_date) as ends_on from {{ source('published', 'batches') }}
),

final as (
    select
        'all' as period,
        null::date as starts_after,
        ends_on
    from batches
    union all
    select
        '12_months' as period,
        dateadd(month, -12, ends_on)::date as starts_after,
        ends_on
    from batches
)

select * from final
