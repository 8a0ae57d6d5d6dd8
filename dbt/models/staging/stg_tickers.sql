-- Each ticker of each loaded list; quarantine_reason says which rule it breaks, if any.

with tickers as (
    select * from {{ source('ods', 'tickers') }}
),

final as (
    select
        nullif(trim(ticker), '') as ticker,
        as_of_date,
        name,
        type,
        primary_exchange,
        cik,
        composite_figi,
        share_class_figi,
        case when nullif(trim(ticker), '') is null then 'ticker_missing' end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from tickers
)

select * from final
