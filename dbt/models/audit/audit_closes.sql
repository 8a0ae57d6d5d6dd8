-- The close of each ticker on each day that the set computes prices and returns from, or why there is none.
--
-- Of several reasons the first counts: the day is after the greatest published open day, it was not loaded, the plan
-- does not reach back to it, the ticker was not listed yet, it is listed no more but was in the year before (as long as
-- the longest holding period), it is unknown on that day.

{{ config(alias='closes') }}

{% set newest = newest_day() %}
{% set trade_dates = needed_close_dates() %}
{% set first_trade_date = trade_dates.split(', ') | first %}
{% set longest = var('horizon_days') | max %}

with periods as (
    select * from {{ ref('audit_holding_periods') }}
    where {{ in_batch('batch_date') }} and is_priced
),

needed as (
    select
        ticker,
        entry_date as trade_date
    from periods
    union
    select
        ticker,
        exit_date as trade_date
    from periods
    union
    select
        'SPY' as ticker,
        entry_date as trade_date
    from periods
    where horizon_days > 0 and exit_date <= {{ newest }}
    union
    select
        'SPY' as ticker,
        exit_date as trade_date
    from periods
    where horizon_days > 0 and exit_date <= {{ newest }}
),

batch_days as (
    select
        trade_date,
        answer
    from {{ ref('audit_market_days') }}
    where {{ in_batch('batch_date') }}
),

market_days as (
    select * from batch_days
    union all
    select
        trade_date,
        answer
    from {{ published('dim_market_days') }}
    where trade_date in ({{ trade_dates }}) and trade_date not in (select batch_days.trade_date from batch_days)
),

bars as (
    select
        ticker,
        trade_date,
        close
    from {{ ref('audit_daily_prices') }}
    where {{ in_batch('batch_date') }}
    union all
    select
        ticker,
        trade_date,
        close
    from {{ published('fct_daily_prices') }}
    where trade_date in ({{ trade_dates }}) and trade_date not in (select batch_days.trade_date from batch_days)
),

found as (
    select
        needed.ticker,
        needed.trade_date,
        market_days.answer,
        bars.close
    from needed
    left join market_days on needed.trade_date = market_days.trade_date
    left join bars on needed.ticker = bars.ticker and needed.trade_date = bars.trade_date
),

missing as (
    select
        ticker,
        trade_date
    from found
    where close is null and answer != 'not_in_plan'
),

batch_overviews as (
    select
        ticker,
        list_date
    from {{ ref('audit_ticker_overviews') }}
    where {{ in_batch('batch_date') }}
),

overviews as (
    select * from batch_overviews
    union all
    select
        ticker,
        list_date
    from {{ published('dim_ticker_overviews') }}
    where ticker not in (select batch_overviews.ticker from batch_overviews)
),

relisted as (
    select distinct
        ticker,
        chain_from
    from {{ ref('audit_securities') }}
    where {{ in_batch('batch_date') }}
),

securities as (
    select
        ticker,
        valid_from,
        valid_to
    from {{ ref('audit_securities') }}
    where {{ in_batch('batch_date') }} and is_listed
    union all
    select
        known.ticker,
        known.valid_from,
        known.valid_to
    from {{ published('dim_securities') }} as known
    left join relisted on known.ticker = relisted.ticker
    where
        coalesce(known.valid_to, to_date('9999-12-31')) > dateadd(day, -{{ longest }}, {{ first_trade_date }})
        and (relisted.ticker is null or coalesce(known.valid_to, to_date('9999-12-31')) <= relisted.chain_from)
),

listings as (
    select
        missing.ticker,
        missing.trade_date,
        boolor_agg(coalesce(securities.valid_to, to_date('9999-12-31')) > missing.trade_date) as is_listed
    from missing
    inner join securities
        on
            missing.ticker = securities.ticker
            and missing.trade_date >= securities.valid_from
            and coalesce(securities.valid_to, to_date('9999-12-31'))
            > dateadd(day, -{{ longest }}, missing.trade_date)
    group by missing.ticker, missing.trade_date
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        found.ticker,
        found.trade_date,
        found.close,
        case
            when found.close is not null then null
            when found.trade_date > {{ newest }} then 'not_matured'
            when found.answer is null then 'day_not_loaded'
            when found.answer = 'not_in_plan' then 'not_in_plan'
            when overviews.list_date > found.trade_date then 'before_listing'
            when not listings.is_listed then 'after_delisting'
            else 'not_found'
        end as missing_reason
    from found
    left join overviews on found.ticker = overviews.ticker
    left join listings on found.ticker = listings.ticker and found.trade_date = listings.trade_date
)

select * from final
