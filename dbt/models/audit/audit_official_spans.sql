-- The members whose history the set touches, and the instant from which it is computed again.
--
-- observed_from is the first observation that the set brings or takes away. chain_from is the start of the published
-- row that was valid just before it, whose end may change, or observed_from where there is none.

{{ config(alias='official_spans') }}

with observed as (
    select
        member_id,
        observed_at
    from {{ ref('audit_official_observations') }}
    where {{ in_batch('batch_date') }}
    union all
    select
        member_id,
        observed_at
    from {{ published('official_observations') }}
    where {{ in_batch('batch_date') }}
),

members as (
    select
        member_id,
        min(observed_at) as observed_from
    from observed
    group by member_id
),

before as (
    select
        officials.member_id,
        max(officials.valid_from) as chain_from
    from {{ published('dim_officials') }} as officials
    inner join members on officials.member_id = members.member_id
    where officials.valid_from < members.observed_from
    group by officials.member_id
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        members.member_id,
        members.observed_from,
        coalesce(before.chain_from, members.observed_from) as chain_from
    from members
    left join before on members.member_id = before.member_id
)

select * from final
