-- The states of officials that each batch holds: one row per member, instant of observation and state.
--
-- The order in which the API lists committees, their subcommittees and leadership positions is no part of the state.

{{ config(alias='official_observations') }}

with disclosures as (
    select
        batch_date,
        member_id,
        filer_observed_at as observed_at,
        nullif(filer:display_name::varchar, '') as display_name,
        nullif(filer:member_name::varchar, '') as member_name,
        nullif(filer:chamber::varchar, '') as chamber,
        nullif(filer:party::varchar, '') as party,
        nullif(filer:state::varchar, '') as state_code,
        nullif(filer:district::varchar, '') as district,
        nullif(filer:status::varchar, '') as status,
        filer:leadership_positions::varchar as leadership_json,
        filer:committees::varchar as committees_json
    from {{ ref('stg_disclosures') }}
    where {{ in_batch('batch_date') }} and quarantine_reason is null
),

leadership_variants as (
    select distinct leadership_json from disclosures
),

leadership as (
    select
        leadership_variants.leadership_json,
        listagg(position.value::varchar, '; ') within group (order by position.value::varchar)
            as leadership_positions
    from leadership_variants,
        lateral flatten(input => try_parse_json(leadership_variants.leadership_json)) as position
    group by leadership_variants.leadership_json
),

committee_variants as (
    select distinct committees_json from disclosures
),

committees as (
    select
        committee_variants.committees_json,
        committee.key::varchar as committee,
        committee.value as subcommittees
    from committee_variants,
        lateral flatten(input => try_parse_json(committee_variants.committees_json)) as committee
),

seats as (
    select
        committees_json,
        committee,
        null::varchar as subcommittee
    from committees
    union
    select
        committees.committees_json,
        committees.committee,
        nullif(subcommittee.value::varchar, '') as subcommittee
    from committees, lateral flatten(input => committees.subcommittees) as subcommittee
),

committee_seats as (
    select
        committees_json,
        listagg(seat, '; ') within group (order by seat) as committee_seats
    from (
        select
            committees_json,
            concat(committee, coalesce(concat(' > ', subcommittee), '')) as seat
        from seats
    ) as named
    group by committees_json
),

-- Names may hold any separator, so what is read again is JSON.
canonical_committees as (
    select
        committees_json,
        concat('{', listagg(entry, ',') within group (order by committee), '}') as canonical_json
    from (
        select
            committees_json,
            committee,
            concat(
                to_json(to_variant(committee)),
                ':[',
                coalesce(listagg(to_json(to_variant(subcommittee)), ',') within group (order by subcommittee), ''),
                ']'
            ) as entry
        from seats
        group by committees_json, committee
    ) as entries
    group by committees_json
),

states as (
    select distinct
        disclosures.batch_date,
        disclosures.member_id,
        disclosures.observed_at,
        disclosures.display_name,
        disclosures.member_name,
        disclosures.chamber,
        disclosures.party,
        disclosures.state_code,
        disclosures.district,
        disclosures.status,
        leadership.leadership_positions,
        committee_seats.committee_seats,
        coalesce(canonical_committees.canonical_json, '{}') as committees_json
    from disclosures
    left join leadership on disclosures.leadership_json = leadership.leadership_json
    left join committee_seats on disclosures.committees_json = committee_seats.committees_json
    left join canonical_committees on disclosures.committees_json = canonical_committees.committees_json
),

final as (
    select
        *,
        md5(concat_ws(
            '|',
            coalesce(display_name, ''), coalesce(member_name, ''), coalesce(chamber, ''), coalesce(party, ''),
            coalesce(state_code, ''), coalesce(district, ''), coalesce(status, ''),
            coalesce(leadership_positions, ''), committees_json
        )) as state_hash
    from states
)

select * from final
