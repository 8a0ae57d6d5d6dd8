-- How many rows each dataset of each batch had at each step: extracted, loaded, audited, quarantined.

{{ config(alias='batch_counts') }}

{% set bar_dates = market_key_dates('grouped_daily') %}
{% set open_close_dates = market_key_dates('open_close') %}
{% set list_dates = new_list_dates() %}
{% set by_key = {
    'ticker_overviews': {'from': 'overviews', 'key': 'ticker'},
    'open_close': {'from': 'open_close', 'key': "concat(ticker, ' ', trade_date::varchar)"},
    'tickers': {'from': 'tickers', 'key': "concat(ticker, ' ', as_of_date::varchar)"}
} %}

with market_keys as (
    select * from {{ ref('audit_market_keys') }}
    where {{ in_batch('batch_date') }}
),

overviews as (
    select
        market_keys.batch_date,
        overviews.ticker,
        overviews.quarantine_reason
    from {{ ref('stg_ticker_overviews') }} as overviews
    inner join market_keys
        on overviews.ticker = market_keys.ticker and market_keys.dataset = 'ticker_overviews'
),

open_close as (
    select
        market_keys.batch_date,
        open_close.ticker,
        open_close.trade_date,
        open_close.quarantine_reason
    from {{ ref('stg_open_close') }} as open_close
    inner join market_keys
        on
            open_close.ticker = market_keys.ticker
            and open_close.trade_date = market_keys.trade_date
            and market_keys.dataset = 'open_close'
    where open_close.trade_date in ({{ open_close_dates }})
),

tickers as (
    select
        {{ last_batch_date() }} as batch_date,
        ticker,
        as_of_date,
        quarantine_reason
    from {{ ref('stg_tickers') }}
    where as_of_date in ({{ list_dates }})
),

extracted as (
    select
        batch_date,
        'disclosures' as dataset,
        row_count
    from {{ source('ods', 'manifests') }}
    where dataset = 'disclosures' and {{ in_batch('batch_date') }}
    union all
    select
        batch_date,
        dataset,
        sum(row_count) as row_count
    from market_keys
    group by batch_date, dataset
    union all
    select
        batch_date,
        'tickers' as dataset,
        sum(tickers) as row_count
    from {{ ref('audit_ticker_lists') }}
    where {{ in_batch('batch_date') }}
    group by batch_date
),

loaded as (
    select
        batch_date,
        'disclosures' as dataset,
        count(*) as row_count
    from {{ source('ods', 'disclosures') }}
    where {{ in_batch('batch_date') }}
    group by batch_date
    union all
    select
        market_keys.batch_date,
        'grouped_daily' as dataset,
        count(*) as row_count
    from {{ source('ods', 'daily_bars') }} as bars
    inner join market_keys
        on bars.trade_date = market_keys.trade_date and market_keys.dataset = 'grouped_daily'
    where bars.trade_date in ({{ bar_dates }})
    group by market_keys.batch_date
    union all
    select
        market_keys.batch_date,
        'splits' as dataset,
        count(*) as row_count
    from {{ source('ods', 'splits') }} as splits
    inner join market_keys
        on splits.asked_date = market_keys.trade_date and market_keys.dataset = 'splits'
    where {{ market_key_span('splits', 'splits.asked_date') }}
    group by market_keys.batch_date
    {%- for dataset, rows in by_key.items() %}
    union all
    select
        batch_date,
        '{{ dataset }}' as dataset,
        count(*) as row_count
    from {{ rows['from'] }}
    group by batch_date
    {%- endfor %}
),

audited as (
    select
        batch_date,
        'disclosures' as dataset,
        count_if(not is_quarantined) as row_count,
        count(*) - count(distinct trade_id) as duplicated
    from {{ ref('audit_trade_observations') }}
    where {{ in_batch('batch_date') }}
    group by batch_date
    union all
    select
        batch_date,
        'grouped_daily' as dataset,
        count(*) as row_count,
        count(*) - count(distinct concat(ticker, ' ', trade_date::varchar)) as duplicated
    from {{ ref('audit_daily_prices') }}
    where {{ in_batch('batch_date') }}
    group by batch_date
    union all
    select
        batch_date,
        'splits' as dataset,
        count(*) as row_count,
        count(*) - count(distinct concat(ticker, ' ', execution_date::varchar)) as duplicated
    from {{ ref('audit_splits') }}
    where {{ in_batch('batch_date') }}
    group by batch_date
    {%- for dataset, rows in by_key.items() %}
    union all
    select
        batch_date,
        '{{ dataset }}' as dataset,
        count(*) as row_count,
        count(*) - count(distinct {{ rows['key'] }}) as duplicated
    from {{ rows['from'] }}
    where quarantine_reason is null
    group by batch_date
    {%- endfor %}
),

quarantined as (
    select
        batch_date,
        dataset,
        count(*) as row_count
    from {{ ref('audit_quarantine') }}
    where {{ in_batch('batch_date') }}
    group by batch_date, dataset
),

final as (
    select
        extracted.batch_date,
        extracted.dataset,
        extracted.row_count as extracted,
        coalesce(loaded.row_count, 0) as loaded,
        coalesce(audited.row_count, 0) as audited,
        coalesce(quarantined.row_count, 0) as quarantined,
        coalesce(audited.duplicated, 0) as duplicated
    from extracted
    left join loaded
        on extracted.batch_date = loaded.batch_date and extracted.dataset = loaded.dataset
    left join audited
        on extracted.batch_date = audited.batch_date and extracted.dataset = audited.dataset
    left join quarantined
        on extracted.batch_date = quarantined.batch_date and extracted.dataset = quarantined.dataset
)

select * from final
