-- Every trade that the set touches, or whose price it computes, as it is to be published; a row without is_observed is
-- to be removed. A touched trade of whose price nothing has changed keeps it.

{{ config(alias='priced_trades') }}

with touched_trades as (
    select * from {{ ref('audit_trades') }}
    where {{ in_batch('batch_date') }}
),

published_trades as (
    select * from {{ published('fct_trades') }}
    where {{ near_windows('report_date') }}
    union
    select * from {{ published('fct_trades') }}
    where report_date in ({{ repriced_report_dates() }})
),

prices as (
    select
        periods.trade_id,
        periods.entry,
        periods.entry_date,
        closes.close as price,
        coalesce(periods.exclusion_reason, closes.missing_reason) as price_missing_reason
    from {{ ref('audit_holding_periods') }} as periods
    left join {{ ref('audit_closes') }} as closes
        on
            periods.ticker = closes.ticker
            and periods.entry_date = closes.trade_date
            and periods.is_priced
            and {{ in_batch('closes.batch_date') }}
    where {{ in_batch('periods.batch_date') }} and periods.horizon_days = 0 and periods.is_observed
),

repriced as (
    select distinct prices.trade_id
    from prices
    left join touched_trades on prices.trade_id = touched_trades.trade_id
    where touched_trades.trade_id is null
),

trades as (
    select
        is_observed,
        trade_id,
        report_id,
        amendment_number,
        transaction_id,
        member_id,
        chamber,
        transaction_type,
        transaction_date,
        notification_date,
        report_date,
        lag_days,
        is_late,
        updated_at,
        ownership,
        amount_raw,
        amount_min,
        amount_max,
        amount_kind,
        ticker,
        security_name,
        security_type,
        description,
        disclosure_url,
        is_withdrawn,
        is_superseded,
        shown_batch_date,
        source_file,
        source_row
    from touched_trades
    union all
    select
        true as is_observed,
        published_trades.trade_id,
        published_trades.report_id,
        published_trades.amendment_number,
        published_trades.transaction_id,
        published_trades.member_id,
        published_trades.chamber,
        published_trades.transaction_type,
        published_trades.transaction_date,
        published_trades.notification_date,
        published_trades.report_date,
        published_trades.lag_days,
        published_trades.is_late,
        published_trades.updated_at,
        published_trades.ownership,
        published_trades.amount_raw,
        published_trades.amount_min,
        published_trades.amount_max,
        published_trades.amount_kind,
        published_trades.ticker,
        published_trades.security_name,
        published_trades.security_type,
        published_trades.description,
        published_trades.disclosure_url,
        published_trades.is_withdrawn,
        published_trades.is_superseded,
        published_trades.shown_batch_date,
        published_trades.source_file,
        published_trades.source_row
    from published_trades
    inner join repriced on published_trades.trade_id = repriced.trade_id
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        trades.*,
        published_trades.report_date as published_report_date,
        coalesce(prices.entry_date, published_trades.entry_date) as entry_date,
        case when prices.trade_id is null then published_trades.price else prices.price end as price,
        case
            when prices.trade_id is null then published_trades.price_missing_reason
            else prices.price_missing_reason
        end as price_missing_reason,
        coalesce(follower_prices.entry_date, published_trades.follower_entry_date) as follower_entry_date,
        case
            when follower_prices.trade_id is null then published_trades.follower_price
            else follower_prices.price
        end as follower_price,
        case
            when follower_prices.trade_id is null then published_trades.follower_price_missing_reason
            else follower_prices.price_missing_reason
        end as follower_price_missing_reason
    from trades
    left join published_trades on trades.trade_id = published_trades.trade_id
    left join prices on trades.trade_id = prices.trade_id and prices.entry = 'transaction'
    left join prices as follower_prices
        on trades.trade_id = follower_prices.trade_id and follower_prices.entry = 'follower'
)

select * from final
