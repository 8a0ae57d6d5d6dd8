select
    count_if(not is_withdrawn and not is_superseded) as trades,
    count_if(is_superseded) as superseded,
    count_if(is_withdrawn) as withdrawn,
    min(case when not is_withdrawn and not is_superseded then transaction_date end) as first_transaction_date,
    max(case when not is_withdrawn and not is_superseded then transaction_date end) as last_transaction_date
from publish.fct_trades
