{{ config(materialized="incremental", incremental_strategy="replace_batch", on_schema_change="fail") }}

select trade_id, amount, batch_date
from {{ ref("batch_1") }}
{% if is_incremental() %}
where batch_date = to_date('{{ env_var("BATCH_DATE") }}')
{% endif %}
