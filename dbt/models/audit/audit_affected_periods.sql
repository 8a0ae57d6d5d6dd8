-- The holding periods of which the set changes what is known: an entry day and a horizon. Horizon 0 is the price of the
-- entry day itself.
--
-- Affected are those that begin or end on a day whose bars the set publishes or which it makes mature, those that a day
-- lies in whose splits it publishes late, and, for the securities whose listing it changes only, those that begin or
-- end on a day from the first changed list on.

{{ config(alias='affected_periods') }}

{% set newest_before = newest_day_before() %}
{% set newest = newest_day() %}

with calendar as (
    select * from {{ ref('market_calendar') }}
),

known_days as (
    select trade_date
    from {{ ref('audit_market_days') }}
    where {{ in_batch('batch_date') }}
    union
    select calendar_date as trade_date
    from calendar
    where is_open and calendar_date > {{ newest_before }} and calendar_date <= {{ newest }}
),

-- Periods that end after the day published last mature with the set, whatever its splits are.
late_split_days as (
    select
        split_date,
        dateadd(day, -row_number() over (order by split_date), split_date) as island
    from {{ ref('audit_split_days') }}
    where {{ in_batch('batch_date') }} and split_date <= {{ newest_before }}
),

late_splits as (
    select
        min(split_date) as first_date,
        max(split_date) as last_date
    from late_split_days
    group by island
),

relistings as (
    select min(chain_from) as first_date
    from {{ ref('audit_securities') }}
    where {{ in_batch('batch_date') }}
),

horizons as (
    {% for days in [0] + var('horizon_days') -%}
    select {{ days }} as horizon_days
    {%- if not loop.last %} union all {% endif %}
    {% endfor %}
),

periods as (
    select
        entries.calendar_date as entry_date,
        horizons.horizon_days,
        exits.last_open_date as exit_date
    from calendar as entries
    cross join horizons
    inner join calendar as exits
        on dateadd(day, horizons.horizon_days, entries.calendar_date) = exits.calendar_date
    where entries.is_open and entries.calendar_date <= {{ newest }}
),

-- of every security
affected as (
    select
        periods.entry_date,
        periods.horizon_days
    from periods
    inner join known_days on periods.entry_date = known_days.trade_date
    union
    select
        periods.entry_date,
        periods.horizon_days
    from periods
    inner join known_days on periods.exit_date = known_days.trade_date
    union
    select
        periods.entry_date,
        periods.horizon_days
    from periods
    inner join late_splits
        on periods.entry_date < late_splits.last_date and periods.exit_date >= late_splits.first_date
    where periods.horizon_days > 0
),

affected_of_some as (
    select
        periods.entry_date,
        periods.horizon_days
    from periods
    cross join relistings
    where
        periods.entry_date >= relistings.first_date
        or periods.exit_date between relistings.first_date and {{ newest }}
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        coalesce(affected.entry_date, affected_of_some.entry_date) as entry_date,
        coalesce(affected.horizon_days, affected_of_some.horizon_days) as horizon_days,
        affected.entry_date is not null as is_of_every_security
    from affected
    full outer join affected_of_some
        on affected.entry_date = affected_of_some.entry_date and affected.horizon_days = affected_of_some.horizon_days
)

select * from final
