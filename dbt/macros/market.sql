{# The trade dates of one dataset that the set publishes, as literals, so that the warehouse prunes by them. #}
{% macro market_key_dates(dataset) -%}
    {{ return(date_values(
        "select distinct trade_date from " ~ ref('audit_market_keys')
        ~ " where dataset = '" ~ dataset ~ "' and " ~ in_batch('batch_date') ~ " order by trade_date"
    )) }}
{%- endmacro %}
