-- The state of each batch: audit.batches says how far it is, publish.batches that it is published.
-- audit.batches.status: open (being audited), failed, passed (audit held, publish not finished), published.

-- name: create_audit
create table if not exists audit.batches (
    batch_date date,
    status varchar,
    is_interrupted boolean,
    opened_at timestamp_ntz,
    decided_at timestamp_ntz,
    loaded_at timestamp_ntz,
    code_version varchar
);

-- name: create_published
create table if not exists publish.batches (
    batch_date date,
    window_from date,
    window_to date,
    row_count number(38, 0),
    loaded_at timestamp_ntz,
    published_at timestamp_ntz,
    code_version varchar
);

-- name: unfinished
-- Batches whose publish died half-way: the next run audits and publishes them with its own.
select batch_date
from audit.batches
where status = 'passed' or (is_interrupted and status = 'open')
order by batch_date;

-- name: rebuildable
-- Every loaded batch, but those whose present load has failed its audit.
select m.batch_date
from ods.manifests as m
left join audit.batches as b on m.batch_date = b.batch_date
where
    m.dataset = 'disclosures'
    and not coalesce(b.status = 'failed' and b.loaded_at = m.loaded_at, false)
order by m.batch_date;

-- name: published
-- Days that are published, or were until a publish of them died half-way.
select batch_date
from publish.batches
union
select batch_date
from audit.batches
where is_interrupted
order by batch_date;

-- name: missing
-- Days of the set that were never loaded.
select d.value::date as batch_date
from table(flatten(input => parse_json('{{ batch_dates_json }}'))) as d
where
    d.value::date not in (
        select m.batch_date from ods.manifests as m
        where m.dataset = 'disclosures' and m.batch_date in ({{ batch_dates }})
    )
order by batch_date;

-- name: reopen
-- is_interrupted stays with a batch whose publish died half-way until a publish of it ends.
update audit.batches as b
set
    is_interrupted = b.is_interrupted or b.status = 'passed',
    status = 'open',
    opened_at = current_timestamp()::timestamp_ntz,
    decided_at = null,
    loaded_at = m.loaded_at,
    code_version = '{{ code_version }}'
from ods.manifests as m
where m.batch_date = b.batch_date and m.dataset = 'disclosures' and b.batch_date in ({{ batch_dates }});

-- name: open
insert into audit.batches (batch_date, status, is_interrupted, opened_at, decided_at, loaded_at, code_version)
select
    m.batch_date,
    'open' as status,
    false as is_interrupted,
    current_timestamp()::timestamp_ntz as opened_at,
    null as decided_at,
    m.loaded_at,
    '{{ code_version }}' as code_version
from ods.manifests as m
where
    m.dataset = 'disclosures'
    and m.batch_date in ({{ batch_dates }})
    and m.batch_date not in (
        select b.batch_date from audit.batches as b
        where b.batch_date in ({{ batch_dates }})
    );

-- name: not_in_status
select
    batch_date,
    status
from audit.batches
where batch_date in ({{ batch_dates }}) and status not in ({{ statuses }})
order by batch_date;

-- name: pass
update audit.batches
set status = 'passed', decided_at = current_timestamp()::timestamp_ntz
where batch_date in ({{ batch_dates }}) and status = 'open';

-- name: failures
select
    batch_date,
    dataset,
    check_name,
    observed,
    allowed
from audit.batch_checks
where batch_date in ({{ batch_dates }}) and not is_passed
order by batch_date, dataset, check_name;

-- name: fail
update audit.batches
set status = 'failed', decided_at = current_timestamp()::timestamp_ntz
where batch_date in ({{ failed_dates }}) and status = 'open';

-- name: unpublish
-- Before its first table changes: a set that is half published is not published.
delete from publish.batches
where batch_date in (
    select batch_date
    from audit.batches
    where batch_date in ({{ batch_dates }}) and status = 'passed'
);

-- name: publish
insert into publish.batches (
    batch_date, window_from, window_to, row_count, loaded_at, published_at, code_version
)
select
    b.batch_date,
    m.window_from,
    m.window_to,
    m.row_count,
    b.loaded_at,
    current_timestamp()::timestamp_ntz as published_at,
    b.code_version
from audit.batches as b
inner join ods.manifests as m on b.batch_date = m.batch_date
where
    m.dataset = 'disclosures'
    and b.batch_date in ({{ batch_dates }})
    and b.status = 'passed';

-- name: finish
update audit.batches
set status = 'published', is_interrupted = false, decided_at = current_timestamp()::timestamp_ntz
where batch_date in ({{ batch_dates }}) and status = 'passed';
