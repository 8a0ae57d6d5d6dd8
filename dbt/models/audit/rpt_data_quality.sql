-- Where the rows of each batch are: one row per batch, dataset and reason; reason is null on the dataset's own row.
--
-- It stands in the audit schema, because it also tells of batches that are not published.

{{ config(materialized='view') }}

with manifests as (
    select * from {{ source('ods', 'manifests') }}
    where dataset = 'disclosures'
),

states as (
    select * from {{ source('control', 'batches') }}
),

published_batches as (
    select * from {{ source('published', 'batches') }}
),

counts as (
    select * from {{ ref('audit_batch_counts') }}
),

reasons as (
    select
        batch_date,
        dataset,
        reason,
        count(*) as quarantined
    from {{ ref('audit_quarantine') }}
    group by batch_date, dataset, reason
),

batches as (
    select
        manifests.batch_date,
        coalesce(states.status, 'loaded') as status,
        published_batches.loaded_at is not null as is_published,
        coalesce(published_batches.loaded_at = manifests.loaded_at, false) as is_newest_load_published
    from manifests
    left join states on manifests.batch_date = states.batch_date
    left join published_batches on manifests.batch_date = published_batches.batch_date
),

datasets as (
    select
        batches.batch_date,
        coalesce(counts.dataset, 'disclosures') as dataset,
        null::varchar as reason,
        batches.status,
        batches.is_published,
        batches.is_newest_load_published,
        coalesce(counts.extracted, manifests.row_count) as extracted,
        counts.loaded,
        counts.audited,
        counts.quarantined,
        case when batches.is_newest_load_published then counts.audited else 0 end as published
    from batches
    inner join manifests on batches.batch_date = manifests.batch_date
    left join counts on batches.batch_date = counts.batch_date
),

final as (
    select * from datasets
    union all
    select
        batches.batch_date,
        reasons.dataset,
        reasons.reason,
        batches.status,
        batches.is_published,
        batches.is_newest_load_published,
        null as extracted,
        null as loaded,
        null as audited,
        reasons.quarantined,
        null as published
    from reasons
    inner join batches on reasons.batch_date = batches.batch_date
)

select * from final
