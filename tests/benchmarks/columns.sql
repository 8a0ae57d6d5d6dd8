-- The columns of every table that a daily run writes or reads.
select
    concat(columns.table_schema, '.', columns.table_name) as table_name,
    columns.column_name,
    columns.data_type
from information_schema.columns as columns
inner join information_schema.tables as tables
    on columns.table_schema = tables.table_schema and columns.table_name = tables.table_name
where tables.table_type = 'BASE TABLE' and columns.table_schema in ('ODS', 'AUDIT', 'PUBLISH')
order by table_name, columns.ordinal_position
