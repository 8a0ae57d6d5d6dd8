select
    cluster_id,
    date_trunc('quarter', first_transaction_date)::date as quarter,
    ticker,
    direction,
    first_transaction_date,
    last_transaction_date,
    trades,
    officials,
    officials_house,
    officials_senate,
    officials_democrat,
    officials_republican,
    officials_other_party,
    is_bipartisan,
    amount_low,
    amount_high,
    open_amounts
from publish.rpt_clusters
order by first_transaction_date, ticker, direction
