{# True for the compact JSON of a list of texts. #}
{% macro is_list_of_texts(json) -%}
    regexp_like({{ json }}, '^{{ _list() }}$')
{%- endmacro %}


{# True for the compact JSON of an object whose members are lists of texts, or null; [] is an empty one too. #}
{% macro is_object_of_lists(json) -%}
    {%- set member = _text() ~ ':(null|' ~ _list() ~ ')' -%}
    regexp_like({{ json }}, '^([{]({{ member }}(,{{ member }})*)?[}]|\\[\\])$')
{%- endmacro %}


{# Patterns of JSON, with each backslash doubled as in a literal. #}
{% macro _text() -%}
    "([^"\\\\]|\\\\.)*"
{%- endmacro %}


{% macro _list() -%}
    \\[({{ _text() }}(,{{ _text() }})*)?\\]
{%- endmacro %}
