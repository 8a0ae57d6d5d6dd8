-- The market keys that each batch date needs, and whether they still have to be asked for.
--
-- Days of bars: the batch date itself, and for each valid trade with a ticker its entry day, its follower's entry day
-- and, for both, the exit day of each horizon that has matured by the batch date. Days of splits: every calendar day
-- from the first of these trades' entry days to the batch date, since a split in between changes a return. Built before
-- the market is extracted, when its answers are not there yet, and once more with the audit.

{% set extended_hours = execute and env_var('EXTENDED_HOURS', 'false') | lower == 'true' %}

with trades as (
    select distinct
        batch_date,
        ticker,
        transaction_date,
        report_date
    from {{ ref('stg_disclosures') }}
    where {{ in_batch('batch_date') }} and quarantine_reason is null and ticker is not null
),

batches as (
    select batch_date
    from {{ source('ods', 'manifests') }}
    where dataset = 'disclosures' and {{ in_batch('batch_date') }}
),

calendar as (
    select * from {{ ref('market_calendar') }}
),

entries as (
    select
        trades.batch_date,
        trades.ticker,
        'transaction' as entry,
        calendar.last_open_date as entry_date
    from trades
    inner join calendar on trades.transaction_date = calendar.calendar_date
    union
    select
        trades.batch_date,
        trades.ticker,
        'follower' as entry,
        calendar.next_open_date as entry_date
    from trades
    inner join calendar on trades.report_date = calendar.calendar_date
),

matured as (
    {% for days in var('horizon_days') -%}
    select
        entries.batch_date,
        calendar.last_open_date as trade_date
    from entries
    inner join calendar on dateadd(day, {{ days }}, entries.entry_date) = calendar.calendar_date
    where calendar.calendar_date <= entries.batch_date
    {%- if not loop.last %} union {% endif %}
    {% endfor %}
),

days as (
    select
        batches.batch_date,
        batches.batch_date as trade_date
    from batches
    inner join calendar on batches.batch_date = calendar.calendar_date
    where calendar.is_open
    union
    select
        batch_date,
        entry_date as trade_date
    from entries
    where entry_date <= batch_date
    union
    select
        batch_date,
        trade_date
    from matured
),

split_spans as (
    select
        batches.batch_date,
        least(coalesce(min(entries.entry_date), batches.batch_date), batches.batch_date) as first_date
    from batches
    left join entries on batches.batch_date = entries.batch_date and entries.entry = 'transaction'
    group by batches.batch_date
),

split_days as (
    select
        split_spans.batch_date,
        calendar.calendar_date as trade_date
    from split_spans
    inner join calendar on calendar.calendar_date between split_spans.first_date and split_spans.batch_date
),

keys as (
    select
        batch_date,
        'grouped_daily' as dataset,
        null::varchar as ticker,
        trade_date
    from days
    union all
    select
        batch_date,
        'splits' as dataset,
        null::varchar as ticker,
        trade_date
    from split_days
    union all
    select distinct
        batch_date,
        'ticker_overviews' as dataset,
        ticker,
        null::date as trade_date
    from trades
    {% if extended_hours -%}
    union all
    select distinct
        batch_date,
        'open_close' as dataset,
        ticker,
        entry_date as trade_date
    from entries
    where entry = 'transaction'
    {%- endif %}
),

published_keys as (
    select
        'grouped_daily' as dataset,
        null::varchar as ticker,
        trade_date
    from {{ published('dim_market_days') }}
    where trade_date between (select min(keys.trade_date) from keys) and {{ last_batch_date() }}
    union all
    select
        'splits' as dataset,
        null::varchar as ticker,
        split_date as trade_date
    from {{ published('dim_split_days') }}
    where split_date between (select min(keys.trade_date) from keys) and {{ last_batch_date() }}
    union all
    select
        'ticker_overviews' as dataset,
        ticker,
        null::date as trade_date
    from {{ published('dim_ticker_overviews') }}
    union all
    select
        'open_close' as dataset,
        ticker,
        trade_date
    from {{ published('fct_extended_hours') }}
    where trade_date between (select min(keys.trade_date) from keys) and {{ last_batch_date() }}
),

final as (
    select
        keys.batch_date,
        keys.dataset,
        keys.ticker,
        keys.trade_date,
        published_keys.dataset is null as is_wanted
    from keys
    left join published_keys
        on
            keys.dataset = published_keys.dataset
            and coalesce(keys.ticker, '') = coalesce(published_keys.ticker, '')
            and coalesce(keys.trade_date, to_date('1970-01-01'))
            = coalesce(published_keys.trade_date, to_date('1970-01-01'))
)

select * from final
