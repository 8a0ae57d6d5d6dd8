-- Each loaded day of a ticker with its extended hours; quarantine_reason says which rule it breaks, if any.
--
-- The ticker is the one asked: the extractor takes no other.

{% set bound = var('number_bounds')['price'] %}

with open_close as (
    select * from {{ source('ods', 'open_close') }}
),

final as (
    select
        ticker,
        trade_date,
        pre_market,
        after_hours,
        case
            when
                (pre_market is null and payload:preMarket::varchar is not null)
                or (after_hours is null and payload:afterHours::varchar is not null)
                then 'price_not_a_number'
            when pre_market <= 0 or after_hours <= 0 then 'price_not_positive'
            when not pre_market < {{ bound }} or not after_hours < {{ bound }} then 'price_out_of_bounds'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from open_close
)

select * from final
