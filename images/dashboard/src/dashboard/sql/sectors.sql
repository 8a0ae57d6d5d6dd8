select distinct sector
from publish.report_trades
where sector is not null
order by sector
