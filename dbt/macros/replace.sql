{#
  Materialization `replace`: a table whose rows that `meta.replaces` describes are replaced by the model's, in one
  transaction. dbt's incremental delete+insert deletes only keys that the new rows hold; here a batch that comes
  back smaller, or empty, leaves nothing of its earlier load behind.

  `meta.replaces` is a predicate on the table. dbt evaluates a model's config while parsing, when the batch dates are
  not known; so expressions stand in [[ ]] and are rendered here. --full-refresh makes the table anew, but not
  where full_refresh is false.
#}
{% materialization replace, adapter='snowflake' %}
    {%- set target = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent(compiled_code) -%}
    {%- endif -%}
    {%- if load_cached_relation(this) is none or should_full_refresh() -%}
        {%- call statement('create') -%}
            create or replace table {{ target }} as (
                select * from ({{ compiled_code }}) where false
            )
        {%- endcall -%}
    {%- endif -%}
    {%- set columns = get_quoted_csv(adapter.get_columns_in_relation(target) | map(attribute='name')) -%}
    {%- call statement('main') -%}
        begin;
        delete from {{ target }} where {{ replaced_rows() }};
        insert into {{ target }} ({{ columns }}) (select {{ columns }} from ({{ compiled_code }}));
        commit;
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}


{% macro replaced_rows() -%}
    {%- if is_rebuild() and 'publish' in model.tags -%}
        {{ everything_passed() }}
    {%- else -%}
        {{ render(config.require('meta')['replaces'] | replace('[[', '{{') | replace(']]', '}}')) }}
    {%- endif -%}
{%- endmacro %}


{# A rebuild replaces whole tables, if its set passed. #}
{% macro everything_passed() -%}
    (
        select count(*)
        from {{ source('control', 'batches') }} as passed_batches
        where {{ passed('passed_batches.batch_date') }}
    ) > 0
{%- endmacro %}


{# Creates the published tables from their contracts, so that the audit of the first batch can read them. #}
{% macro create_published_tables() %}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- for node in graph.nodes.values()
            if node.resource_type == 'model' and node.config.materialized == 'replace' and node.config.contract.enforced -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() -%}
                {%- do columns.append(column.name ~ ' ' ~ column.data_type) -%}
            {%- endfor -%}
            {%- if adapter.get_relation(node.database, node.schema, node.alias) is none -%}
                {%- do run_query(
                    'create table if not exists ' ~ node.relation_name ~ ' (' ~ columns | join(', ') ~ ')'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}


{# Schemas are named as they are written, without the target's prefix. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
