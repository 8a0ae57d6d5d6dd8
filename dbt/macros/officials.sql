{# The first instant that the set's officials are computed from, as a literal that the warehouse prunes by. #}
{% macro first_of_spans(column) -%}
    {%- if not execute -%}{{ return("to_timestamp_ntz('9999-12-31')") }}{%- endif -%}
    {%- set first = run_query(
        "select min(" ~ column ~ ")::varchar from " ~ ref('audit_official_spans')
        ~ " where " ~ in_batch('batch_date')
    ).columns[0].values()[0] -%}
    {{ return("to_timestamp_ntz('" ~ (first or '9999-12-31') ~ "')") }}
{%- endmacro %}
