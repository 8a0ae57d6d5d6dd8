select distinct
    sector,
    sector_trades,
    all_trades,
    base_rate,
    base_rate_12_months
from publish.rpt_committee_overlap
where sector is not null
order by sector
