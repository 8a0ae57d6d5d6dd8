-- Each loaded bar; quarantine_reason says which rule of the data contract it breaks, if any.

{% set bounds = var('number_bounds') %}

with daily_bars as (
    select * from {{ source('ods', 'daily_bars') }}
),

final as (
    select
        nullif(trim(ticker), '') as ticker,
        trade_date,
        open,
        high,
        low,
        close,
        volume,
        vwap,
        trades,
        case
            when nullif(trim(ticker), '') is null then 'ticker_missing'
            when open is null or high is null or low is null or close is null then 'price_not_a_number'
            when least(open, high, low, close) <= 0 then 'price_not_positive'
            when
                not (
                    open < {{ bounds['price'] }} and high < {{ bounds['price'] }}
                    and low < {{ bounds['price'] }} and close < {{ bounds['price'] }}
                )
                then 'price_out_of_bounds'
            when low > high then 'low_above_high'
            when volume is null or not (volume >= 0 and volume < {{ bounds['volume'] }})
                then 'volume_not_a_quantity'
            when
                (vwap is null and payload:vw::varchar is not null)
                or not (vwap >= 0 and vwap < {{ bounds['price'] }})
                then 'vwap_not_a_price'
            when
                (trades is null and payload:n::varchar is not null)
                or not (trades >= 0 and trades < {{ bounds['volume'] }})
                then 'trades_not_a_count'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from daily_bars
)

select * from final
