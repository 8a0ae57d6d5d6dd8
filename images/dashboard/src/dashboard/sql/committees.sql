select
    committee,
    min(chamber) as chamber
from publish.rpt_committees
where committee != 'not_observed'
group by committee
order by committee
