with committees as (
    select
        trade_id,
        listagg(committee, '\n') within group (order by committee) as committees,
        count(missing_reason) as not_observed
    from publish.report_trade_committees
    group by trade_id
)

select
    trades.trade_id,
    trades.transaction_date,
    trades.lag_days,
    trades.member_id,
    trades.ticker,
    trades.transaction_type,
    trades.ownership,
    trades.amount_raw,
    trades.amount_min,
    trades.amount_max,
    trades.report_id,
    trades.disclosure_url,
    trades.security_name,
    trades.security_type,
    trades.price,
    trades.price_missing_reason,
    counted.sector,
    committees.committees,
    coalesce(committees.not_observed, 0) > 0 as is_not_observed
from publish.fct_trades as trades
left join publish.report_trades as counted on trades.trade_id = counted.trade_id
left join committees on trades.trade_id = committees.trade_id
where
    not trades.is_withdrawn
    and not trades.is_superseded
    and trades.transaction_date between ? and ?
order by trades.transaction_date, trades.report_date, trades.trade_id
