{# No check of the given name failed for the set. #}
{% test batch_check(model, check_name) %}
    select
        batch_date,
        dataset,
        check_name,
        observed,
        allowed
    from {{ model }}
    where {{ in_batch('batch_date') }} and check_name = '{{ check_name }}' and not is_passed
{% endtest %}


{# Within the set, the columns are never null together with another row's. #}
{% test unique_in_batch(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    where {{ in_batch('batch_date') }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}
