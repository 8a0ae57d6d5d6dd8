-- What `describe table` answers, for a temporary table: fakesnow looks only among those of its databases.
select
    column_name as "name",
    case
        when data_type = 'NUMBER' then 'NUMBER(' || numeric_precision || ',' || numeric_scale || ')'
        when data_type = 'TEXT' then 'VARCHAR(' || coalesce(character_maximum_length, 16777216) || ')'
        when data_type in ('TIMESTAMP_NTZ', 'TIMESTAMP_TZ', 'TIME') then data_type || '(9)'
        when data_type = 'BINARY' then 'BINARY(8388608)'
        else data_type
    end as "type",
    'COLUMN' as "kind",
    iff(is_nullable = 'YES', 'Y', 'N') as "null?",
    column_default as "default",
    'N' as "primary key",
    'N' as "unique key"
from "_fs_global"."_fs_information_schema"."_fs_columns"
where table_catalog = 'temp' and table_name = '{name}'
order by ordinal_position
