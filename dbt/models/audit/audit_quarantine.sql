-- Every row of the set that breaks a rule of the data contract: why, where it came from and what it said.

{{ config(alias='quarantine') }}

{% set bar_dates = market_key_dates('grouped_daily') %}
{% set open_close_dates = market_key_dates('open_close') %}
{% set list_dates = new_list_dates() %}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }}
),

disclosures as (
    select
        batch_date,
        'disclosures' as dataset,
        trade_id as row_key,
        quarantine_reason as reason,
        source_file,
        source_row,
        payload
    from {{ ref('stg_disclosures') }}
    where {{ in_batch('batch_date') }} and quarantine_reason is not null
),

daily_bars as (
    select
        market_keys.batch_date,
        'grouped_daily' as dataset,
        concat(bars.ticker, ' ', bars.trade_date::varchar) as row_key,
        bars.quarantine_reason as reason,
        bars.source_file,
        bars.source_row,
        bars.payload
    from {{ ref('stg_daily_bars') }} as bars
    inner join market_keys
        on bars.trade_date = market_keys.trade_date and market_keys.dataset = 'grouped_daily'
    where bars.trade_date in ({{ bar_dates }}) and bars.quarantine_reason is not null
),

splits as (
    select
        market_keys.batch_date,
        'splits' as dataset,
        concat(splits.ticker, ' ', splits.asked_date::varchar) as row_key,
        splits.quarantine_reason as reason,
        splits.source_file,
        splits.source_row,
        splits.payload
    from {{ ref('stg_splits') }} as splits
    inner join market_keys
        on splits.asked_date = market_keys.trade_date and market_keys.dataset = 'splits'
    where {{ market_key_span('splits', 'splits.asked_date') }} and splits.quarantine_reason is not null
),

open_close as (
    select
        market_keys.batch_date,
        'open_close' as dataset,
        concat(open_close.ticker, ' ', open_close.trade_date::varchar) as row_key,
        open_close.quarantine_reason as reason,
        open_close.source_file,
        open_close.source_row,
        open_close.payload
    from {{ ref('stg_open_close') }} as open_close
    inner join market_keys
        on
            open_close.trade_date = market_keys.trade_date
            and open_close.ticker = market_keys.ticker
            and market_keys.dataset = 'open_close'
    where open_close.trade_date in ({{ open_close_dates }}) and open_close.quarantine_reason is not null
),

ticker_overviews as (
    select
        market_keys.batch_date,
        'ticker_overviews' as dataset,
        overviews.ticker as row_key,
        overviews.quarantine_reason as reason,
        overviews.source_file,
        overviews.source_row,
        overviews.payload
    from {{ ref('stg_ticker_overviews') }} as overviews
    inner join market_keys
        on overviews.ticker = market_keys.ticker and market_keys.dataset = 'ticker_overviews'
    where overviews.quarantine_reason is not null
),

tickers as (
    select
        {{ last_batch_date() }} as batch_date,
        'tickers' as dataset,
        ticker as row_key,
        quarantine_reason as reason,
        source_file,
        source_row,
        payload
    from {{ ref('stg_tickers') }}
    where as_of_date in ({{ list_dates }}) and quarantine_reason is not null
),

final as (
    {% for dataset in ['disclosures', 'daily_bars', 'splits', 'open_close', 'ticker_overviews', 'tickers'] -%}
    select * from {{ dataset }}
    {%- if not loop.last %} union all {% endif %}
    {% endfor %}
)

select * from final
