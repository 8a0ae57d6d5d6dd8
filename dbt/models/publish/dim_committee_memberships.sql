-- depends_on: {{ ref('audit_official_spans') }}
{{ config(meta={"replaces": "
    coalesce(dim_committee_memberships.valid_to, to_timestamp_ntz('9999-12-31')) > [[ first_of_spans('chain_from') ]]
    and exists (
        select 1
        from [[ ref('audit_official_spans') ]] as spans
        where
            spans.member_id = dim_committee_memberships.member_id
            and spans.chain_from < coalesce(dim_committee_memberships.valid_to, to_timestamp_ntz('9999-12-31'))
            and [[ passed('spans.batch_date') ]]
    )
"}) }}

select
    member_id,
    committee,
    subcommittee,
    valid_from,
    valid_to,
    is_current
from {{ ref('audit_committee_memberships') }}
where {{ passed('batch_date') }}
