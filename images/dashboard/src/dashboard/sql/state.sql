select
    min(batch_date) as collected_from,
    max(batch_date) as data_through,
    (select max(periods.incomplete_from) from publish.report_periods as periods) as incomplete_from,
    dateadd(day, 1, dateadd(month, -12, max(batch_date)))::date as default_from,
    max(published_at) as last_published_at
from publish.batches
