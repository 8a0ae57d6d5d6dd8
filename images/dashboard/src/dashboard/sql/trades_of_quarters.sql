select
    date_trunc('quarter', transaction_date)::date as quarter,
    count(*) as trades
from publish.fct_trades
where not is_withdrawn and not is_superseded
group by quarter
order by quarter
