-- the dataset's own rows; the others tell the same by reason
select sum(quarantined_first)::number(38, 0) as quarantined
from publish.rpt_data_quality
where dataset = 'disclosures' and reason is null
