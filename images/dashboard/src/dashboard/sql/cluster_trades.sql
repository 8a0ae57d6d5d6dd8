select
    cluster_id,
    trade_id
from publish.rpt_cluster_trades
