-- The rows of a table's one year again, each copy shifted back by so many years.
insert into {{ table }}
{% for years_back in copies -%}
select
    {% for name, expression in columns.items() -%}
    {{ expression.replace("years_back", years_back | string) }} as {{ name }}{{ "," if not loop.last }}
    {% endfor %}
from audit.one_year as t
where {{ copied.replace("years_back", years_back | string) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
