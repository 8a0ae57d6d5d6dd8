-- One row for each extracted batch: what a complete extraction says it wrote.

-- name: create
create table if not exists ods.manifests (
    dataset varchar,
    batch_date date,
    window_from date,
    window_to date,
    row_count number(38, 0),
    request_count number(38, 0),
    extracted_at timestamp_ntz,
    payload variant,
    source_file varchar,
    loaded_at timestamp_ntz
);

-- name: delete
delete from ods.manifests
where dataset = '{{ dataset }}' and batch_date in ({{ batch_dates }});

-- name: copy
copy into ods.manifests (
    dataset, batch_date, window_from, window_to, row_count, request_count, extracted_at,
    payload, source_file, loaded_at
)
from (
    select
        $1:dataset::varchar,
        try_cast($1:batch_date::varchar as date),
        try_cast($1:window:date_from::varchar as date),
        try_cast($1:window:date_to::varchar as date),
        try_to_number($1:rows::varchar),
        try_to_number($1:requests::varchar),
        try_cast($1:extracted_at::varchar as timestamp_ntz),
        $1,
        metadata$filename,
        current_timestamp()::timestamp_ntz
    from @ods.{{ stage }}
)
files = ({{ files }})
file_format = (type = json)
force = true;

-- name: objects
select
    f.value:dataset::varchar as dataset,
    f.value:key::varchar as object_key,
    f.value:rows::integer as row_count
from ods.manifests as m, lateral flatten(input => m.payload:objects) as f
where m.dataset = '{{ dataset }}' and m.batch_date in ({{ batch_dates }})
order by dataset, object_key;

-- name: answers
select
    f.value:dataset::varchar as dataset,
    f.value:trade_date::varchar as trade_date,
    f.value:ticker::varchar as ticker
from ods.manifests as m, lateral flatten(input => m.payload:answers) as f
where m.dataset = '{{ dataset }}' and m.batch_date in ({{ batch_dates }})
order by dataset, trade_date, ticker;
