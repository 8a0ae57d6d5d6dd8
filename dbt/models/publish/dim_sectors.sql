{{ config(meta={"replaces": "[[ everything_passed() ]]"}) }}

select
    sic_from,
    sic_to,
    sector,
    industries
from {{ ref('sic_sectors') }}
where {{ everything_passed() }}
