{# The days of the lists of tickers that the set publishes, as literals that the warehouse prunes by. #}
{% macro new_list_dates() -%}
    {{ return(date_values(
        "select as_of_date from " ~ ref('audit_ticker_lists')
        ~ " where " ~ in_batch('batch_date') ~ " order by as_of_date"
    )) }}
{%- endmacro %}
