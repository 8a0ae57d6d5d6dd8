-- Every trade that the set touches, as it is to be published; a row without is_observed is to be removed.
--
-- Touched is each trade that the set holds or held before, or whose report date one of its windows covers, and
-- each trade that shares a report with one of them and was reported within correction_days of it. What other batches
-- observed comes from the published tables, never from another batch's audit.

{{ config(alias='trades') }}

with batch_observations as (
    select * from {{ ref('audit_trade_observations') }}
    where {{ in_batch('batch_date') }}
),

published_observations as (
    select * from {{ published('trade_observations') }}
    where {{ near_corrections('batch_date') }}
),

observations as (
    select * from batch_observations
    union all
    select * from published_observations
    where not ({{ in_batch('batch_date') }})
),

held_before as (
    select
        trade_id,
        report_id,
        report_date
    from published_observations
    where {{ in_batch('batch_date') }}
),

batch_windows as (
    select
        batch_date,
        window_from,
        window_to
    from {{ source('ods', 'manifests') }}
    where dataset = 'disclosures' and {{ in_batch('batch_date') }}
),

windows as (
    select * from batch_windows
    union all
    select
        batch_date,
        window_from,
        window_to
    from {{ published('batches') }}
    where {{ near_corrections('batch_date') }} and not ({{ in_batch('batch_date') }})
),

touched as (
    select trade_id from batch_observations
    union
    select trade_id from held_before
    union
    select observations.trade_id
    from observations
    inner join batch_windows
        on observations.report_date between batch_windows.window_from and batch_windows.window_to
),

touched_reports as (
    select
        observations.report_id,
        observations.report_date
    from observations
    inner join touched on observations.trade_id = touched.trade_id
    where observations.report_id is not null
    union
    select
        report_id,
        report_date
    from held_before
    where report_id is not null
),

candidates as (
    select trade_id from touched
    union
    select observations.trade_id
    from observations
    inner join touched_reports on observations.report_id = touched_reports.report_id
),

shown as (
    select observations.*
    from observations
    inner join candidates on observations.trade_id = candidates.trade_id
    where not observations.is_quarantined
    qualify
        row_number() over (
            partition by observations.trade_id
            order by observations.updated_at desc, observations.batch_date desc
        ) = 1
),

coverage as (
    select
        shown.trade_id,
        max(windows.batch_date) as covered_by
    from shown
    inner join windows on shown.report_date between windows.window_from and windows.window_to
    group by shown.trade_id
),

holdings as (
    select distinct
        trade_id,
        batch_date
    from observations
),

checked as (
    select
        shown.*,
        coverage.covered_by is not null and holdings.trade_id is null as is_withdrawn
    from shown
    left join coverage on shown.trade_id = coverage.trade_id
    left join holdings
        on coverage.trade_id = holdings.trade_id and coverage.covered_by = holdings.batch_date
),

amendments as (
    select distinct
        report_id,
        report_date,
        amendment_number
    from checked
    where not is_withdrawn
),

superseded as (
    select distinct checked.trade_id
    from checked
    inner join amendments
        on
            checked.report_id = amendments.report_id
            and checked.amendment_number < amendments.amendment_number
            and {{ is_correction('checked.report_date', 'amendments.report_date') }}
),

-- The flags of a trade are known where all that could supersede it is at hand.
known_trades as (
    select checked.trade_id
    from checked
    inner join touched_reports
        on
            checked.report_id = touched_reports.report_id
            and {{ is_correction('checked.report_date', 'touched_reports.report_date') }}
    where {{ near_windows('checked.report_date') }}
    union
    select trade_id from touched
),

known as (
    select
        checked.*,
        superseded.trade_id is not null as is_superseded
    from checked
    inner join known_trades on checked.trade_id = known_trades.trade_id
    left join superseded on checked.trade_id = superseded.trade_id
),

gone as (
    select touched.trade_id
    from touched
    left join shown on touched.trade_id = shown.trade_id
    where shown.trade_id is null
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        coalesce(known.trade_id, gone.trade_id) as trade_id,
        known.trade_id is not null as is_observed,
        known.batch_date as shown_batch_date,
        known.transaction_id,
        known.report_id,
        known.amendment_number,
        known.member_id,
        known.chamber,
        known.transaction_type,
        known.transaction_date,
        known.notification_date,
        known.report_date,
        datediff(day, known.transaction_date, known.report_date) as lag_days,
        datediff(day, known.transaction_date, known.report_date) > 45 as is_late,
        known.updated_at,
        known.ownership,
        known.amount_raw,
        known.amount_min,
        known.amount_max,
        known.amount_kind,
        known.ticker,
        known.security_name,
        known.security_type,
        known.description,
        known.disclosure_url,
        known.is_withdrawn,
        known.is_superseded,
        known.source_file,
        known.source_row
    from known
    full outer join gone on known.trade_id = gone.trade_id
)

select * from final
