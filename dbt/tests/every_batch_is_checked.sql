-- A batch that no check looked at would pass by silence.

{{ config(tags=['audit']) }}

select manifests.batch_date
from {{ source('ods', 'manifests') }} as manifests
left join {{ ref('audit_batch_checks') }} as checks
    on
        manifests.batch_date = checks.batch_date
        and checks.dataset = 'disclosures'
        and {{ in_batch('checks.batch_date') }}
where
    manifests.dataset = 'disclosures'
    and {{ in_batch('manifests.batch_date') }}
    and checks.batch_date is null
