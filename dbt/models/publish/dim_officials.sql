-- depends_on: {{ ref('audit_official_spans') }}
{{ config(meta={"replaces": "
    dim_officials.valid_from >= [[ first_of_spans('chain_from') ]]
    and exists (
        select 1
        from [[ ref('audit_official_spans') ]] as spans
        where
            spans.member_id = dim_officials.member_id
            and spans.chain_from <= dim_officials.valid_from
            and [[ passed('spans.batch_date') ]]
    )
"}) }}

select
    member_id,
    valid_from,
    valid_to,
    is_current,
    display_name,
    member_name,
    chamber,
    party,
    state_code,
    state_name,
    district,
    status,
    leadership_positions,
    committee_seats,
    committees_json,
    state_hash
from {{ ref('audit_officials') }}
where {{ passed('batch_date') }}
