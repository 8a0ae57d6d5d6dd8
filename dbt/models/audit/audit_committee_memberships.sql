-- The committee and subcommittee seats of the officials that the set touches, each valid until the first
-- observation without it. A committee's own row has no subcommittee.

{{ config(alias='committee_memberships') }}

with spans as (
    select * from {{ ref('audit_official_spans') }}
    where {{ in_batch('batch_date') }}
),

states as (
    select
        member_id,
        valid_from,
        valid_to,
        committees_json,
        row_number() over (partition by member_id order by valid_from) as state_number
    from {{ ref('audit_officials') }}
    where {{ in_batch('batch_date') }}
),

committees as (
    select
        states.member_id,
        states.valid_from,
        states.valid_to,
        states.state_number,
        committee.key::varchar as committee,
        committee.value as subcommittees
    from states, lateral flatten(input => parse_json(states.committees_json)) as committee
),

seats as (
    select
        member_id,
        valid_from,
        valid_to,
        state_number,
        committee,
        null::varchar as subcommittee
    from committees
    union all
    select
        committees.member_id,
        committees.valid_from,
        committees.valid_to,
        committees.state_number,
        committees.committee,
        subcommittee.value::varchar as subcommittee
    from committees, lateral flatten(input => committees.subcommittees) as subcommittee
),

-- Consecutive states that hold a seat share the difference between the state's number and the seat's own count.
islands as (
    select
        member_id,
        committee,
        subcommittee,
        min(valid_from) as valid_from,
        max(coalesce(valid_to, to_timestamp_ntz('9999-12-31'))) as valid_to
    from (
        select
            seats.*,
            state_number - row_number() over (
                partition by member_id, committee, subcommittee order by state_number
            ) as island
        from seats
    ) as numbered
    group by member_id, committee, subcommittee, island
),

-- A seat held when the computed part begins may have been taken earlier.
held_before as (
    select memberships.*
    from {{ published('dim_committee_memberships') }} as memberships
    inner join spans on memberships.member_id = spans.member_id
    where
        coalesce(memberships.valid_to, to_timestamp_ntz('9999-12-31')) > {{ first_of_spans('chain_from') }}
        and memberships.valid_from < spans.chain_from
        and (memberships.valid_to is null or memberships.valid_to > spans.chain_from)
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        islands.member_id,
        islands.committee,
        islands.subcommittee,
        coalesce(held_before.valid_from, islands.valid_from) as valid_from,
        nullif(islands.valid_to, to_timestamp_ntz('9999-12-31')) as valid_to,
        islands.valid_to = to_timestamp_ntz('9999-12-31') as is_current
    from islands
    inner join spans on islands.member_id = spans.member_id
    left join held_before
        on
            islands.member_id = held_before.member_id
            and islands.committee = held_before.committee
            and coalesce(islands.subcommittee, '') = coalesce(held_before.subcommittee, '')
            and islands.valid_from = spans.chain_from
)

select * from final
