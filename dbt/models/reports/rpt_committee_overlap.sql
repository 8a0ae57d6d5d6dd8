-- Trades in a sector that a committee of their official oversees, with the seat as it was observed and, beside it, how
-- much of all of Congress' trading falls into that sector. A coincidence, never a verdict.
--
-- Where the official was not yet observed at the transaction date nobody can say: such a trade has one row without a
-- committee, if any committee oversees its sector.

with trades as (
    select * from {{ ref('report_trades') }}
),

seats as (
    select * from {{ ref('report_trade_committees') }}
),

oversight as (
    select * from {{ ref('dim_committee_sectors') }}
),

overseen_sectors as (
    select distinct sector from oversight
),

recent as (
    select * from {{ ref('report_periods') }}
    where period = '12_months'
),

windowed as (
    select
        trades.sector,
        trades.transaction_date > recent.starts_after as is_recent
    from trades
    cross join recent
),

all_trades as (
    select
        count(*) as trades,
        count_if(is_recent) as recent_trades
    from windowed
),

base_rates as (
    select
        windowed.sector,
        count(*) as sector_trades,
        max(all_trades.trades) as all_trades,
        count(*)::float / max(all_trades.trades) as base_rate,
        count_if(windowed.is_recent)::float / nullif(max(all_trades.recent_trades), 0) as base_rate_12_months
    from windowed
    cross join all_trades
    group by windowed.sector
),

overseen as (
    select
        seats.*,
        oversight.sector,
        oversight.jurisdiction,
        oversight.rule,
        oversight.jurisdiction_url
    from seats
    inner join trades on seats.trade_id = trades.trade_id
    inner join oversight on seats.committee = oversight.committee and trades.sector = oversight.sector
    union all
    select
        seats.*,
        trades.sector,
        null::varchar as jurisdiction,
        null::varchar as rule,
        null::varchar as jurisdiction_url
    from seats
    inner join trades on seats.trade_id = trades.trade_id
    inner join overseen_sectors on trades.sector = overseen_sectors.sector
    where seats.missing_reason is not null
),

final as (
    select
        trades.trade_id,
        trades.member_id,
        trades.display_name,
        trades.chamber,
        trades.party,
        trades.state_code,
        trades.ticker,
        trades.security_name,
        trades.sector,
        trades.transaction_type,
        trades.transaction_date,
        trades.report_date,
        trades.amount_raw,
        trades.amount_min,
        trades.amount_max,
        overseen.committee,
        overseen.membership_committee,
        overseen.membership_valid_from,
        overseen.membership_valid_to,
        overseen.jurisdiction,
        overseen.rule,
        overseen.jurisdiction_url,
        overseen.missing_reason,
        base_rates.sector_trades,
        base_rates.all_trades,
        base_rates.base_rate,
        base_rates.base_rate_12_months,
        trades.disclosure_url
    from overseen
    inner join trades on overseen.trade_id = trades.trade_id
    inner join base_rates on overseen.sector = base_rates.sector
)

select * from final
