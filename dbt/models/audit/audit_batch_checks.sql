-- The checks that decide whether a batch may be published: one row per batch, dataset and check.
--
-- Of the lists of tickers the worst one counts: a bad one among many would close every security all the same.

{{ config(alias='batch_checks') }}

{% set quarantine = var('quarantine_limit') %}
{% set withdrawal = var('withdrawal_limit') %}
{% set list_dates = new_list_dates() %}

with counts as (
    select * from {{ ref('audit_batch_counts') }}
    where {{ in_batch('batch_date') }} and dataset != 'tickers'
),

withdrawals as (
    select * from {{ ref('audit_withdrawals') }}
    where {{ in_batch('batch_date') }}
),

market_days as (
    select * from {{ ref('audit_market_days') }}
    where {{ in_batch('batch_date') }}
),

ticker_lists as (
    select * from {{ ref('audit_ticker_lists') }}
    where {{ in_batch('batch_date') }}
),

listed as (
    select
        as_of_date,
        count(*) as loaded,
        count_if(quarantine_reason is not null) as quarantined,
        count_if(quarantine_reason is null)
        - count(distinct case when quarantine_reason is null then ticker end) as duplicated
    from {{ ref('stg_tickers') }}
    where as_of_date in ({{ list_dates }})
    group by as_of_date
),

list_checks as (
    select
        'counts_reconcile' as check_name,
        abs(ticker_lists.tickers - coalesce(listed.loaded, 0)) as observed,
        0 as allowed
    from ticker_lists
    left join listed on ticker_lists.as_of_date = listed.as_of_date
    union all
    select
        'keys_unique' as check_name,
        duplicated as observed,
        0 as allowed
    from listed
    union all
    select
        'quarantine_share' as check_name,
        quarantined as observed,
        greatest({{ quarantine['rows'] }}, floor({{ quarantine['share'] }} * loaded)) as allowed
    from listed
),

checks as (
    select
        batch_date,
        dataset,
        'counts_reconcile' as check_name,
        abs(extracted - loaded) + abs(loaded - audited - quarantined) as observed,
        0 as allowed
    from counts
    union all
    select
        batch_date,
        dataset,
        'keys_unique' as check_name,
        duplicated as observed,
        0 as allowed
    from counts
    union all
    select
        batch_date,
        dataset,
        'quarantine_share' as check_name,
        quarantined as observed,
        greatest({{ quarantine['rows'] }}, floor({{ quarantine['share'] }} * loaded)) as allowed
    from counts
    union all
    select
        batch_date,
        'disclosures' as dataset,
        'withdrawal_share' as check_name,
        withdrawn as observed,
        greatest({{ withdrawal['rows'] }}, floor({{ withdrawal['share'] }} * live_before)) as allowed
    from withdrawals
    union all
    select
        batch_date,
        'grouped_daily' as dataset,
        'calendar_contradicted' as check_name,
        count_if(
            (is_open and answer != 'not_in_plan' and bars = 0) or (not is_open and bars > 0)
        ) as observed,
        0 as allowed
    from market_days
    group by batch_date
    union all
    select
        {{ last_batch_date() }} as batch_date,
        'tickers' as dataset,
        check_name,
        observed,
        allowed
    from list_checks
    qualify row_number() over (partition by check_name order by observed - allowed desc) = 1
),

final as (
    select
        batch_date,
        dataset,
        check_name,
        observed,
        allowed,
        observed <= allowed as is_passed
    from checks
)

select * from final
