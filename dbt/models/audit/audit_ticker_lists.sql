-- The lists of tickers that the set publishes: those up to the newest batch date that are not published as they are.

{{ config(alias='ticker_lists') }}

with published_lists as (
    select * from {{ published('ticker_lists') }}
    where {{ near_batch('as_of_date') }}
),

newest_batch as (
    select greatest(coalesce(max(batch_date), {{ last_batch_date() }}), {{ last_batch_date() }}) as batch_date
    from {{ published('batches') }}
    where {{ near_batch('batch_date') }}
),

lists as (
    select
        batch_date as as_of_date,
        row_count as tickers,
        md5(payload:objects::varchar) as content_hash
    from {{ source('ods', 'manifests') }}
    where dataset = 'tickers' and {{ near_batch('batch_date') }}
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        lists.as_of_date,
        lists.tickers,
        lists.content_hash
    from lists
    cross join newest_batch
    left join published_lists
        on lists.as_of_date = published_lists.as_of_date and lists.content_hash = published_lists.content_hash
    where lists.as_of_date <= newest_batch.batch_date and published_lists.as_of_date is null
)

select * from final
