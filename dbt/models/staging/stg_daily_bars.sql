-- Each loaded bar; quarantine_reason says which rule of the data contract it breaks, if any.

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
            when low > high then 'low_above_high'
            when volume is null or volume < 0 then 'volume_not_a_quantity'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from daily_bars
)

select * from final
