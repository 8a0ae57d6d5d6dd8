-- Each loaded day of a ticker with its extended hours; quarantine_reason says which rule it breaks, if any.

with open_close as (
    select * from {{ source('ods', 'open_close') }}
),

final as (
    select
        nullif(trim(ticker), '') as ticker,
        trade_date,
        pre_market,
        after_hours,
        case
            when nullif(trim(ticker), '') is null then 'ticker_missing'
            when coalesce(least(coalesce(pre_market, 1), coalesce(after_hours, 1)), 1) <= 0
                then 'price_not_positive'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from open_close
)

select * from final
