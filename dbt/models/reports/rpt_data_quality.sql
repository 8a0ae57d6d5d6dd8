-- Where the rows of each batch are: one row per batch, dataset and reason; reason is null on the dataset's own row.
--
-- The one report that reads the audit and the state of the batches, because it tells of what is not published.

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

-- The windows of several batches hold a row; it is told apart by its key, or by all that it says where it has none.
quarantine as (
    select
        batch_date,
        dataset,
        reason,
        row_number() over (
            partition by dataset, coalesce(row_key, payload::varchar) order by batch_date, source_file, source_row
        ) = 1 as is_first
    from {{ ref('audit_quarantine') }}
),

reasons as (
    select
        batch_date,
        dataset,
        reason,
        count(*) as quarantined,
        count_if(is_first) as quarantined_first
    from quarantine
    group by batch_date, dataset, reason
),

first_quarantined as (
    select
        batch_date,
        dataset,
        sum(quarantined_first) as quarantined_first
    from reasons
    group by batch_date, dataset
),

shown as (
    select
        shown_batch_date as batch_date,
        count(*) as live_trades,
        count(price) as priced_trades
    from {{ ref('fct_trades') }}
    where not is_withdrawn and not is_superseded
    group by shown_batch_date
),

batches as (
    select
        manifests.batch_date,
        coalesce(states.status, 'loaded') as status,
        published_batches.loaded_at is not null as is_published,
        coalesce(published_batches.loaded_at = manifests.loaded_at, false) as is_newest_load_published,
        published_batches.published_at
    from manifests
    left join states on manifests.batch_date = states.batch_date
    left join published_batches on manifests.batch_date = published_batches.batch_date
),

datasets as (
    select
        batches.batch_date,
        coalesce(counts.dataset, 'disclosures') as dataset,
        null::varchar as reason,
        coalesce(counts.extracted, manifests.row_count) as extracted,
        counts.loaded,
        counts.audited,
        counts.quarantined,
        case when counts.quarantined is not null then coalesce(first_quarantined.quarantined_first, 0) end
            as quarantined_first,
        case when batches.is_newest_load_published then counts.audited else 0 end as published
    from batches
    inner join manifests on batches.batch_date = manifests.batch_date
    left join counts on batches.batch_date = counts.batch_date
    left join first_quarantined
        on counts.batch_date = first_quarantined.batch_date and counts.dataset = first_quarantined.dataset
),

counted as (
    select * from datasets
    union all
    select
        batch_date,
        dataset,
        reason,
        null as extracted,
        null as loaded,
        null as audited,
        quarantined,
        quarantined_first,
        null as published
    from reasons
),

final as (
    select
        counted.batch_date,
        counted.dataset,
        counted.reason,
        batches.status,
        batches.is_published,
        batches.is_newest_load_published,
        batches.published_at,
        counted.extracted::number(38, 0) as extracted,
        counted.loaded::number(38, 0) as loaded,
        counted.audited::number(38, 0) as audited,
        counted.quarantined::number(38, 0) as quarantined,
        counted.quarantined_first::number(38, 0) as quarantined_first,
        counted.published::number(38, 0) as published,
        case
            when counted.dataset = 'disclosures' and counted.reason is null then coalesce(shown.live_trades, 0)
        end as live_trades,
        case
            when counted.dataset = 'disclosures' and counted.reason is null then coalesce(shown.priced_trades, 0)
        end as priced_trades
    from counted
    inner join batches on counted.batch_date = batches.batch_date
    left join shown on counted.batch_date = shown.batch_date
)

select * from final
