-- What each batch holds: a valid trade as the API sent it, or only the id of a quarantined one, which counts as held.

{{ config(alias='trade_observations') }}

with disclosures as (
    select * from {{ ref('stg_disclosures') }}
    where {{ in_batch('batch_date') }} and trade_id is not null
),

valid as (
    select
        batch_date,
        trade_id,
        false as is_quarantined,
        transaction_id,
        report_id,
        amendment_number,
        member_id,
        chamber,
        transaction_type,
        transaction_date,
        notification_date,
        report_date,
        updated_at,
        ownership,
        amount_raw,
        amount_min,
        amount_max,
        amount_kind,
        ticker,
        security_name,
        security_type,
        description,
        disclosure_url,
        source_file,
        source_row
    from disclosures
    where quarantine_reason is null
),

quarantined as (
    select
        batch_date,
        trade_id,
        true as is_quarantined,
        null::varchar as transaction_id,
        null::varchar as report_id,
        null::number(38, 0) as amendment_number,
        null::varchar as member_id,
        null::varchar as chamber,
        null::varchar as transaction_type,
        null::date as transaction_date,
        null::date as notification_date,
        null::date as report_date,
        null::timestamp_ntz as updated_at,
        null::varchar as ownership,
        null::varchar as amount_raw,
        null::number(18, 2) as amount_min,
        null::number(18, 2) as amount_max,
        null::varchar as amount_kind,
        null::varchar as ticker,
        null::varchar as security_name,
        null::varchar as security_type,
        null::varchar as description,
        null::varchar as disclosure_url,
        source_file,
        source_row
    from disclosures
    where quarantine_reason is not null
),

final as (
    select * from valid
    union all
    select * from quarantined
)

select * from final
