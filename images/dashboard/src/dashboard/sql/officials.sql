select
    member_id,
    display_name,
    chamber,
    party,
    state_code,
    state_name,
    district,
    status,
    leadership_positions
from publish.dim_officials
where is_current
order by member_id
