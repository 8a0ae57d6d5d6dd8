{{ config(materialized="table", schema="publish") }}

select
    trade_id::varchar as trade_id,
    amount::number(38, 0) as amount,
    batch_date::date as batch_date
from {{ ref("replaced") }}
qualify row_number() over (partition by trade_id order by batch_date desc) = 1
