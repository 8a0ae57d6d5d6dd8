-- The market keys that the set wants and that are neither published nor answered, each once: under the first batch
-- date that wants it; splits under the last one, so that their days stay together and are asked for in one call.

-- name: wanted
select
    case when dataset = 'splits' then max(batch_date) else min(batch_date) end::varchar as batch_date,
    dataset,
    ticker,
    trade_date::varchar as trade_date
from audit.wanted_market_keys
where batch_date in ({{ batch_dates }}) and (is_wanted or {{ refetch }})
group by dataset, ticker, trade_date
order by batch_date, dataset, trade_date, ticker;
