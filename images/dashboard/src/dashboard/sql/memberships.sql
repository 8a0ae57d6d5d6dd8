select
    member_id,
    committee,
    subcommittee,
    valid_from::date as valid_from,
    valid_to::date as valid_to
from publish.dim_committee_memberships
order by member_id, committee, subcommittee nulls first, valid_from
