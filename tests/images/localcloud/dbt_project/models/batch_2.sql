{{ config(materialized="incremental", incremental_strategy="delete+insert", unique_key="batch_date") }}

select trade_id, amount, batch_date
from {{ ref("staged") }}
{% if is_incremental() %}
where batch_date = to_date('{{ env_var("BATCH_DATE") }}')
{% endif %}
