-- What the market-data API says of a ticker; quarantine_reason says which rule it breaks, if any.

with ticker_overviews as (
    select * from {{ source('ods', 'ticker_overviews') }}
),

final as (
    select
        nullif(trim(ticker), '') as ticker,
        name,
        type,
        nullif(trim(sic_code), '') as sic_code,
        nullif(trim(sic_description), '') as sic_description,
        list_date,
        case when nullif(trim(ticker), '') is null then 'ticker_missing' end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from ticker_overviews
)

select * from final
