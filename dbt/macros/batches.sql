{#
  The set of batch dates that a run audits or publishes.

  BATCH_DATES is an environment variable and not a dbt variable, because a changing --vars makes dbt
  parse the whole project again. It is read while SQL is rendered for execution, never while parsing.
#}
{% macro batch_dates() %}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- set dates = env_var('BATCH_DATES', '').split(',') | map('trim') | reject('equalto', '') | unique | sort | list -%}
    {%- if not dates -%}
        {%- do exceptions.raise_compiler_error(
            "BATCH_DATES is not set. Set it to the batch dates of the set, for example BATCH_DATES=2024-06-03,2024-06-04."
        ) -%}
    {%- endif -%}
    {%- for date in dates -%}
        {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', date) -%}
            {%- do exceptions.raise_compiler_error(
                "BATCH_DATES holds '" ~ date ~ "', which is not a date like 2024-06-03."
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(dates) }}
{% endmacro %}


{# A date literal, so that the warehouse can prune by it. #}
{% macro date_literal(date) %}to_date('{{ date }}'){% endmacro %}


{% macro date_list(dates) -%}
    {%- for date in dates %}{{ date_literal(date) }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro %}


{# True for the rows of the set. #}
{% macro in_batch(column) -%}
    {%- set dates = batch_dates() -%}
    {%- if dates -%}{{ column }} in ({{ date_list(dates) }}){%- else -%}false{%- endif -%}
{%- endmacro %}


{# The last date of the set. What is computed once for the whole set carries it as its batch date. #}
{% macro last_batch_date() -%}
    {%- set dates = batch_dates() -%}
    {{ date_literal(dates[-1] if dates else '1970-01-01') }}
{%- endmacro %}


{# True for dates up to so many days away from the set, by default those that corrections of its rows can have. #}
{% macro near_batch(column, reach=none) -%}
    {%- set dates = batch_dates() or ['1970-01-01'] -%}
    {%- set days = reach or var('correction_days') -%}
    {{ column }} between
    {{ date_literal(shifted(dates[0], -days)) }} and
    {{ date_literal(shifted(dates[-1], days)) }}
{%- endmacro %}


{# True for the report dates of the trades whose flags the set can change: corrections of what its windows cover. #}
{% macro near_windows(column) -%}
    {{ near_batch(column, var('correction_days') + var('window_days')) }}
{%- endmacro %}


{# True for the batch dates that decide about these trades' flags: what holds the corrections of near_windows. #}
{% macro near_corrections(column) -%}
    {{ near_batch(column, 2 * var('correction_days') + var('window_days')) }}
{%- endmacro %}


{# True where one report date is so close to another that an amendment of the one day concerns the other. #}
{% macro is_correction(report_date, other) -%}
    abs(datediff(day, {{ report_date }}, {{ other }})) <= {{ var('correction_days') }}
{%- endmacro %}


{% macro shifted(date, days) -%}
    {%- set day = modules.datetime.datetime.strptime(date, '%Y-%m-%d') -%}
    {{ return((day + modules.datetime.timedelta(days=days)).strftime('%Y-%m-%d')) }}
{%- endmacro %}


{#
  True for the rows of the set, once its audit has passed. Every publish model goes through it: a set that
  failed its audit, or that is published already, publishes nothing, whoever starts the task.
#}
{% macro passed(column) -%}
    {{ in_batch(column) }} and {{ column }} in (
        select passed_batches.batch_date
        from {{ source('control', 'batches') }} as passed_batches
        where passed_batches.status = 'passed'
    )
{%- endmacro %}


{# A rebuild computes everything from the ODS, as if nothing had been published. #}
{% macro is_rebuild() -%}
    {{ return(execute and env_var('REBUILD', 'false') | lower == 'true') }}
{%- endmacro %}


{# A published table as the audit sees it: what earlier sets published, or nothing during a rebuild. #}
{% macro published(table) -%}
    {%- if is_rebuild() -%}
        (select * from {{ source('published', table) }} where false)
    {%- else -%}
        {{ source('published', table) }}
    {%- endif -%}
{%- endmacro %}


{# The values of one column of a query as a list of literals; 'null' where it finds none. #}
{% macro date_values(query) -%}
    {%- if not execute -%}{{ return('null') }}{%- endif -%}
    {%- set dates = run_query(query).columns[0].values() | map('string') | map('truncate', 10, true, '', 0) | list -%}
    {{ return(date_list(dates) if dates else 'null') }}
{%- endmacro %}


{# The first date that corrections of the set's rows can have. #}
{% macro first_correction() -%}
    {%- set dates = batch_dates() or ['1970-01-01'] -%}
    {{ date_literal(shifted(dates[0], -var('correction_days'))) }}
{%- endmacro %}


{# True from the first to the last of the two dates that a query finds, false where it finds none. #}
{% macro date_span(column, query) -%}
    {%- if not execute -%}{{ return('false') }}{%- endif -%}
    {%- set first, last = run_query(query).rows[0].values() -%}
    {{ return(column ~ ' between ' ~ date_literal(first) ~ ' and ' ~ date_literal(last) if first else 'false') }}
{%- endmacro %}
