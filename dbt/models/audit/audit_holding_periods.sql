-- The prices (horizon 0) and returns that the set computes, each with its two days: those of trades that are new or
-- of which something that they depend on differs from what is published, and those that begin, end or are listed
-- otherwise than before (audit_affected_periods). What no price can change is computed with its trade only.
--
-- Only is_live trades have returns; the rows of the others say which ones to remove.

{{ config(alias='holding_periods') }}

{% set columns = [
    'member_id', 'transaction_type', 'transaction_date', 'report_date', 'ticker', 'security_type', 'is_live'
] %}
{% set entry_dates = affected_entry_dates() %}

with calendar as (
    select * from {{ ref('market_calendar') }}
),

affected as (
    select * from {{ ref('audit_affected_periods') }}
    where {{ in_batch('batch_date') }}
),

relisted as (
    select distinct ticker
    from {{ ref('audit_securities') }}
    where {{ in_batch('batch_date') }}
),

-- A ticker whose overview is new can stand in trades that batches nearby have published, one whose overview changed in
-- all of them.
new_list_dates as (
    select fresh.ticker
    from {{ ref('audit_ticker_overviews') }} as fresh
    left join {{ published('dim_ticker_overviews') }} as known on fresh.ticker = known.ticker
    where
        {{ in_batch('fresh.batch_date') }}
        and coalesce(fresh.list_date, to_date('1970-01-01')) != coalesce(known.list_date, to_date('1970-01-01'))
),

touched as (
    select
        trade_id,
        is_observed,
        member_id,
        transaction_type,
        transaction_date,
        report_date,
        ticker,
        security_type,
        is_observed and not is_withdrawn and not is_superseded as is_live
    from {{ ref('audit_trades') }}
    where {{ in_batch('batch_date') }}
),

published_trades as (
    {% for predicate in [
        near_windows('report_date'),
        'entry_date in (' ~ entry_dates ~ ')',
        'follower_entry_date in (' ~ entry_dates ~ ')',
        'ticker in (' ~ changed_overviews() ~ ')'
    ] -%}
    select
        trade_id,
        member_id,
        transaction_type,
        transaction_date,
        report_date,
        ticker,
        security_type,
        not is_withdrawn and not is_superseded as is_live,
        entry_date,
        follower_entry_date
    from {{ published('fct_trades') }}
    where {{ predicate }}
    {%- if not loop.last %} union {% endif %}
    {% endfor %}
),

compared as (
    select
        coalesce(touched.trade_id, published_trades.trade_id) as trade_id,
        {% for column in columns -%}
        case when touched.trade_id is null then published_trades.{{ column }} else touched.{{ column }} end
            as {{ column }},
        {% endfor -%}
        coalesce(touched.is_observed, true) as is_observed,
        touched.trade_id is not null
        and (
            published_trades.trade_id is null
            {% for column in columns -%}
            or coalesce(touched.{{ column }}::varchar, '') != coalesce(published_trades.{{ column }}::varchar, '')
            {% endfor -%}
        ) as is_changed,
        published_trades.entry_date as published_entry_date,
        published_trades.follower_entry_date as published_follower_entry_date
    from touched
    full outer join published_trades on touched.trade_id = published_trades.trade_id
),

entries as (
    select
        compared.*,
        'transaction' as entry,
        calendar.last_open_date as entry_date,
        compared.published_entry_date as entry_date_before
    from compared
    left join calendar on compared.transaction_date = calendar.calendar_date
    union all
    select
        compared.*,
        'follower' as entry,
        calendar.next_open_date as entry_date,
        compared.published_follower_entry_date as entry_date_before
    from compared
    left join calendar on compared.report_date = calendar.calendar_date
),

horizons as (
    {% for days in [0] + var('horizon_days') -%}
    select {{ days }} as horizon_days
    {%- if not loop.last %} union all {% endif %}
    {% endfor %}
),

periods as (
    select
        entries.*,
        horizons.horizon_days,
        exits.last_open_date as exit_date,
        exits_before.last_open_date as published_exit_date,
        case
            when entries.transaction_type = 'exchange' and horizons.horizon_days > 0 then 'exchange'
            when entries.ticker is null then 'no_ticker'
            when not {{ is_stock_or_fund('entries.security_type') }} then 'not_a_stock_or_fund'
        end as exclusion_reason
    from entries
    cross join horizons
    left join calendar as exits
        on dateadd(day, horizons.horizon_days, entries.entry_date) = exits.calendar_date
    left join calendar as exits_before
        on dateadd(day, horizons.horizon_days, entries.entry_date_before) = exits_before.calendar_date
),

priceable as (
    select
        periods.*,
        periods.exclusion_reason is null
        and periods.is_observed
        and (periods.is_live or periods.horizon_days = 0) as is_priced
    from periods
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        priceable.trade_id,
        priceable.entry,
        priceable.horizon_days,
        priceable.member_id,
        priceable.ticker,
        priceable.transaction_type,
        priceable.transaction_date,
        priceable.report_date,
        priceable.entry_date,
        priceable.exit_date,
        priceable.entry_date_before as published_entry_date,
        priceable.published_exit_date,
        priceable.is_observed,
        priceable.is_live,
        priceable.is_priced,
        priceable.exclusion_reason
    from priceable
    left join affected
        on priceable.entry_date = affected.entry_date and priceable.horizon_days = affected.horizon_days
    left join relisted on priceable.ticker = relisted.ticker
    left join new_list_dates on priceable.ticker = new_list_dates.ticker
    where
        priceable.is_changed
        or (
            priceable.is_priced
            and (
                coalesce(affected.is_of_every_security, false)
                or (affected.entry_date is not null and relisted.ticker is not null)
                or new_list_dates.ticker is not null
            )
        )
)

select * from final
