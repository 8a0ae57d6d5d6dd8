select
    batch_date,
    member_id,
    observed_at,
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
from {{ ref('audit_official_observations') }}
where {{ passed('batch_date') }}
