-- The states of the officials that the set touches, each valid until the next observation that differs.

{{ config(alias='officials') }}

{% set observed_from = first_of_spans('observed_from') %}

with spans as (
    select * from {{ ref('audit_official_spans') }}
    where {{ in_batch('batch_date') }}
),

batch_observations as (
    select * from {{ ref('audit_official_observations') }}
    where {{ in_batch('batch_date') }}
),

other_observations as (
    select observations.*
    from {{ published('official_observations') }} as observations
    inner join spans on observations.member_id = spans.member_id
    where
        observations.observed_at >= {{ observed_from }}
        and observations.observed_at >= spans.observed_from
        and not ({{ in_batch('observations.batch_date') }})
),

-- The row that was valid just before stands for all observations up to it.
rows_before as (
    select officials.*
    from {{ published('dim_officials') }} as officials
    inner join spans
        on officials.member_id = spans.member_id and officials.valid_from = spans.chain_from
    where spans.chain_from < spans.observed_from
),

observations as (
    {% for source in ['batch_observations', 'other_observations', 'rows_before'] -%}
    select
        member_id,
        {{ 'valid_from as observed_at' if source == 'rows_before' else 'observed_at' }},
        {{ "to_date('1970-01-01')" if source == 'rows_before' else 'batch_date' }} as batch_date,
        display_name,
        member_name,
        chamber,
        party,
        state_code,
        district,
        status,
        leadership_positions,
        committee_seats,
        committees_json,
        state_hash
    from {{ source }}
    {%- if not loop.last %} union all {% endif %}
    {% endfor %}
),

states as (
    select *
    from observations
    qualify
        row_number() over (
            partition by member_id, observed_at
            order by
                batch_date desc,
                -- two states in one batch: a choice that does not depend on the order of rows
                coalesce(chamber, '') desc, committees_json desc, coalesce(display_name, '') desc,
                coalesce(district, '') desc, coalesce(leadership_positions, '') desc,
                coalesce(member_name, '') desc, coalesce(party, '') desc, coalesce(state_code, '') desc,
                coalesce(status, '') desc
        ) = 1
),

changes as (
    select *
    from states
    qualify
        coalesce(
            state_hash != lag(state_hash) over (partition by member_id order by observed_at), true
        )
),

valid as (
    select
        changes.*,
        lead(observed_at) over (partition by member_id order by observed_at) as valid_to
    from changes
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        valid.member_id,
        valid.observed_at as valid_from,
        valid.valid_to,
        valid.valid_to is null as is_current,
        valid.display_name,
        valid.member_name,
        valid.chamber,
        valid.party,
        valid.state_code,
        states.state_name,
        valid.district,
        valid.status,
        valid.leadership_positions,
        valid.committee_seats,
        valid.committees_json,
        valid.state_hash
    from valid
    left join {{ ref('states') }} as states on valid.state_code = states.state_code
)

select * from final
