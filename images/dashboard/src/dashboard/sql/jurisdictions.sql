select distinct
    committee,
    sector,
    jurisdiction,
    jurisdiction_url
from publish.rpt_committee_overlap
where committee is not null
order by committee, sector
