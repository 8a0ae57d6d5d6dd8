-- What the market-data API says of a ticker; quarantine_reason says which rule it breaks, if any.
--
-- The ticker is the one asked: the extractor takes no other.

with ticker_overviews as (
    select * from {{ source('ods', 'ticker_overviews') }}
),

final as (
    select
        ticker,
        name,
        type,
        nullif(trim(sic_code), '') as sic_code,
        nullif(trim(sic_description), '') as sic_description,
        list_date,
        case
            when list_date is null and payload:list_date::varchar is not null then 'list_date_not_a_date'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from ticker_overviews
)

select * from final
