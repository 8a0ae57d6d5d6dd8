{# The trade dates of one dataset that the set publishes, as literals, so that the warehouse prunes by them. #}
{% macro market_key_dates(dataset) -%}
    {{ return(date_values(
        "select distinct trade_date from " ~ ref('audit_market_keys')
        ~ " where dataset = '" ~ dataset ~ "' and " ~ in_batch('batch_date') ~ " order by trade_date"
    )) }}
{%- endmacro %}


{# True from the first to the last trade date of one dataset that the set publishes, which may be thousands. #}
{% macro market_key_span(dataset, column) -%}
    {{ return(date_span(
        column,
        "select min(trade_date)::varchar, max(trade_date)::varchar from " ~ ref('audit_market_keys')
        ~ " where dataset = '" ~ dataset ~ "' and " ~ in_batch('batch_date')
    )) }}
{%- endmacro %}
