{{ config(meta={"replaces": "[[ everything_passed() ]]"}) }}

select
    committee,
    sector,
    jurisdiction,
    rule,
    jurisdiction_url
from {{ ref('committee_sectors') }}
where {{ everything_passed() }}
