select
    count(case when not is_withdrawn and not is_superseded then 1 end) as trades,
    count(case when is_superseded then 1 end) as superseded,
    count(case when is_withdrawn then 1 end) as withdrawn,
    min(case when not is_withdrawn and not is_superseded then transaction_date end) as first_transaction_date,
    max(case when not is_withdrawn and not is_superseded then transaction_date end) as last_transaction_date
from publish.fct_trades
