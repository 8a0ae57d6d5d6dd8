select
    ticker,
    execution_date,
    split_from,
    split_to
from publish.fct_splits
where ticker in (select ticker from publish.fct_trades where not is_withdrawn and not is_superseded)
order by ticker, execution_date
