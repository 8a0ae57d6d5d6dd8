select
    member_id,
    coalesce(display_name, member_name, member_id) as name,
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
