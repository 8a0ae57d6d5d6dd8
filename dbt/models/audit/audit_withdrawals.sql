-- How many trades each batch would withdraw, of those that its window covers and that were live before it.
--
-- Counted as if days ran in order: live before a batch is a trade that the last earlier batch covering its report
-- date holds. So a set of many days is judged day by day, and a day that comes late as it would have been in its turn.

{{ config(alias='withdrawals') }}

with trades as (
    select
        trade_id,
        report_date
    from {{ ref('audit_trades') }}
    where {{ in_batch('batch_date') }} and is_observed
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
    where {{ near_batch('batch_date') }} and not ({{ in_batch('batch_date') }})
),

holdings as (
    select
        batch_date,
        trade_id
    from {{ ref('audit_trade_observations') }}
    where {{ in_batch('batch_date') }}
    union
    select
        batch_date,
        trade_id
    from {{ published('trade_observations') }}
    where {{ near_batch('batch_date') }} and not ({{ in_batch('batch_date') }})
),

covered as (
    select
        batch_windows.batch_date,
        trades.trade_id,
        max(windows.batch_date) as covered_before_by
    from batch_windows
    inner join trades on trades.report_date between batch_windows.window_from and batch_windows.window_to
    inner join windows
        on
            batch_windows.batch_date > windows.batch_date
            and trades.report_date between windows.window_from and windows.window_to
    group by batch_windows.batch_date, trades.trade_id
),

live_before as (
    select
        covered.batch_date,
        covered.trade_id
    from covered
    inner join holdings
        on covered.trade_id = holdings.trade_id and covered.covered_before_by = holdings.batch_date
),

final as (
    select
        live_before.batch_date,
        count(*) as live_before,
        count_if(holdings.trade_id is null) as withdrawn
    from live_before
    left join holdings
        on live_before.trade_id = holdings.trade_id and live_before.batch_date = holdings.batch_date
    group by live_before.batch_date
)

select * from final
