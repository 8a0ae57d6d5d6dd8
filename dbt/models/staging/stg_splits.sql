-- Each loaded split; quarantine_reason says which rule of the data contract it breaks, if any.

{% set bound = var('number_bounds')['split'] %}

with splits as (
    select * from {{ source('ods', 'splits') }}
),

final as (
    select
        nullif(trim(ticker), '') as ticker,
        execution_date,
        asked_date,
        split_from,
        split_to,
        case
            when nullif(trim(ticker), '') is null then 'ticker_missing'
            when execution_date is null then 'execution_date_not_a_date'
            when execution_date != asked_date then 'execution_date_not_asked'
            when split_from is null or split_to is null then 'split_not_a_number'
            when least(split_from, split_to) <= 0 then 'split_not_positive'
            when not (split_from < {{ bound }} and split_to < {{ bound }}) then 'split_out_of_bounds'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from splits
)

select * from final
