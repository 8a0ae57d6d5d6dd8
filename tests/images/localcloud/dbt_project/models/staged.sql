{{ config(materialized="view") }}

select
    payload:id::varchar as trade_id,
    try_to_number(payload:amount::varchar) as amount,
    batch_date
from congress.ods.rows
