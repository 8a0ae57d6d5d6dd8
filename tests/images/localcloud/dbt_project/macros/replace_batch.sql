{# Replaces whole batches in one transaction: delete their rows, insert the new ones. #}
{% macro get_incremental_replace_batch_sql(arg_dict) -%}
    begin;
    delete from {{ arg_dict["target_relation"] }}
    where batch_date in (select batch_date from {{ arg_dict["temp_relation"] }});
    insert into {{ arg_dict["target_relation"] }} ({{ get_quoted_csv(arg_dict["dest_columns"] | map(attribute="name")) }})
    select {{ get_quoted_csv(arg_dict["dest_columns"] | map(attribute="name")) }} from {{ arg_dict["temp_relation"] }};
    commit;
{%- endmacro %}
