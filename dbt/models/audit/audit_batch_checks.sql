-- The checks that decide whether a batch may be published: one row per batch, dataset and check.

{{ config(alias='batch_checks') }}

{% set quarantine = var('quarantine_limit') %}
{% set withdrawal = var('withdrawal_limit') %}

with counts as (
    select * from {{ ref('audit_batch_counts') }}
    where {{ in_batch('batch_date') }} and dataset in ('disclosures', 'grouped_daily', 'splits')
),

withdrawals as (
    select * from {{ ref('audit_withdrawals') }}
    where {{ in_batch('batch_date') }}
),

market_days as (
    select * from {{ ref('audit_market_days') }}
    where {{ in_batch('batch_date') }}
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
