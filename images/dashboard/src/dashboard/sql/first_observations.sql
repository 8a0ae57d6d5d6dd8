select
    member_id,
    min(valid_from)::date as observed_from
from publish.dim_officials
group by member_id
