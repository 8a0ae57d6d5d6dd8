-- The trades that the reports count: live ones of the window 'all', each with its official as of now, its sector and
-- the month that it falls into.

with trades as (
    select * from {{ ref('fct_trades') }}
    where not is_withdrawn and not is_superseded
),

periods as (
    select * from {{ ref('report_periods') }}
    where period = 'all'
),

officials as (
    select * from {{ ref('dim_officials') }}
    where is_current
),

overviews as (
    select
        ticker,
        try_to_number(sic_code) as sic_code
    from {{ ref('dim_ticker_overviews') }}
),

sectors as (
    select
        overviews.ticker,
        sectors.sector
    from overviews
    inner join {{ ref('dim_sectors') }} as sectors
        on overviews.sic_code >= sectors.sic_from and overviews.sic_code <= sectors.sic_to
),

final as (
    select
        trades.trade_id,
        trades.report_id,
        trades.member_id,
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        officials.state_name,
        trades.transaction_type,
        trades.transaction_date,
        date_trunc('month', trades.transaction_date)::date as transaction_month,
        trades.report_date,
        trades.lag_days,
        trades.is_late,
        trades.amount_raw,
        trades.amount_min,
        trades.amount_max,
        trades.ticker,
        trades.security_name,
        trades.security_type,
        case
            when sectors.sector is not null then sectors.sector
            when trades.ticker is not null then 'Unknown'
            when trades.security_type is not null and {{ is_stock_or_fund('trades.security_type') }} then 'Unknown'
        end as sector,
        trades.price,
        trades.disclosure_url
    from trades
    inner join periods on {{ in_period('trades.transaction_date') }}
    left join officials on trades.member_id = officials.member_id
    left join sectors on trades.ticker = sectors.ticker
)

select * from final
