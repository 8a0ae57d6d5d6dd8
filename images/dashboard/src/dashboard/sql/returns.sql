select
    trade_id,
    max(case when entry = 'transaction' and horizon_days = 7 then excess_return end) as transaction_7,
    max(case when entry = 'transaction' and horizon_days = 7 then missing_reason end) as transaction_7_reason,
    max(case when entry = 'transaction' and horizon_days = 30 then excess_return end) as transaction_30,
    max(case when entry = 'transaction' and horizon_days = 30 then missing_reason end) as transaction_30_reason,
    max(case when entry = 'transaction' and horizon_days = 90 then excess_return end) as transaction_90,
    max(case when entry = 'transaction' and horizon_days = 90 then missing_reason end) as transaction_90_reason,
    max(case when entry = 'transaction' and horizon_days = 180 then excess_return end) as transaction_180,
    max(case when entry = 'transaction' and horizon_days = 180 then missing_reason end) as transaction_180_reason,
    max(case when entry = 'transaction' and horizon_days = 365 then excess_return end) as transaction_365,
    max(case when entry = 'transaction' and horizon_days = 365 then missing_reason end) as transaction_365_reason,
    max(case when entry = 'follower' and horizon_days = 7 then excess_return end) as follower_7,
    max(case when entry = 'follower' and horizon_days = 7 then missing_reason end) as follower_7_reason,
    max(case when entry = 'follower' and horizon_days = 30 then excess_return end) as follower_30,
    max(case when entry = 'follower' and horizon_days = 30 then missing_reason end) as follower_30_reason,
    max(case when entry = 'follower' and horizon_days = 90 then excess_return end) as follower_90,
    max(case when entry = 'follower' and horizon_days = 90 then missing_reason end) as follower_90_reason,
    max(case when entry = 'follower' and horizon_days = 180 then excess_return end) as follower_180,
    max(case when entry = 'follower' and horizon_days = 180 then missing_reason end) as follower_180_reason,
    max(case when entry = 'follower' and horizon_days = 365 then excess_return end) as follower_365,
    max(case when entry = 'follower' and horizon_days = 365 then missing_reason end) as follower_365_reason
from publish.fct_trade_returns
where transaction_date between ? and ?
group by trade_id
