-- Each loaded trade, parsed; quarantine_reason says which rule of the data contract it breaks, if any.

with disclosures as (
    select * from {{ source('ods', 'disclosures') }}
),

manifests as (
    select
        batch_date,
        window_from,
        window_to
    from {{ source('ods', 'manifests') }}
    where dataset = 'disclosures'
),

trimmed as (
    select
        disclosures.*,
        manifests.window_from,
        manifests.window_to,
        trim(disclosures.amount) as amount_text,
        upper(trim(disclosures.transaction_type)) as transaction_type_text,
        upper(coalesce(nullif(trim(disclosures.ownership), ''), 'NONE')) as ownership_text,
        nullif(trim(disclosures.notification_date_raw), '') as notification_date_text,
        disclosures.filer:committees::varchar as committees_json,
        disclosures.filer:leadership_positions::varchar as leadership_json
    from disclosures
    left join manifests on disclosures.batch_date = manifests.batch_date
),

parsed as (
    select
        trimmed.*,
        case transaction_type_text
            when 'P' then 'purchase'
            when 'S' then 'sale'
            when 'S (PARTIAL)' then 'sale_partial'
            when 'E' then 'exchange'
        end as parsed_type,
        case ownership_text
            when 'SP' then 'spouse'
            when 'JT' then 'joint'
            when 'DC' then 'dependent'
            when 'SELF' then 'self'
            when 'NONE' then 'unknown'
        end as parsed_ownership,
        case
            when regexp_like(amount_text, '^[$][0-9][0-9,]*([.][0-9]+)?[ ]*-[ ]*[$][0-9][0-9,]*([.][0-9]+)?$')
                then 'range'
            when regexp_like(amount_text, '^[$][0-9][0-9,]*([.][0-9]+)?[ ]*-$') then 'range'
            when regexp_like(upper(amount_text), '^OVER[ ]*[$][0-9][0-9,]*([.][0-9]+)?$') then 'over'
            when regexp_like(amount_text, '^[$][0-9][0-9,]*([.][0-9]+)?[ ]*[+]$') then 'over'
            when regexp_like(amount_text, '^[$][0-9][0-9,]*([.][0-9]+)?$') then 'exact'
            when upper(amount_text) = 'UNKNOWN' then 'unknown'
        end as amount_kind,
        try_to_number(
            replace(regexp_substr(amount_text, '[0-9][0-9,]*([.][0-9]+)?', 1, 1), ',', ''), 18, 2
        ) as first_amount,
        try_to_number(
            replace(regexp_substr(amount_text, '[0-9][0-9,]*([.][0-9]+)?', 1, 2), ',', ''), 18, 2
        ) as second_amount
    from trimmed
),

bounded as (
    select
        parsed.*,
        case when amount_kind != 'unknown' then first_amount end as amount_min,
        case amount_kind
            when 'range' then second_amount
            when 'exact' then first_amount
        end as amount_max
    from parsed
),

final as (
    select
        nullif(trim(trade_id), '') as trade_id,
        transaction_id,
        nullif(trim(report_id), '') as report_id,
        amendment_number,
        nullif(trim(member_id), '') as member_id,
        chamber,
        filer_observed_at,
        filer,
        parsed_type as transaction_type,
        transaction_date,
        notification_date,
        report_date,
        updated_at,
        parsed_ownership as ownership,
        amount as amount_raw,
        amount_min,
        amount_max,
        amount_kind,
        nullif(replace(replace(trim(ticker), '-', '.'), '/', '.'), '') as ticker,
        case when trim(security_name) != '' then security_name end as security_name,
        case when trim(security_type) != '' then security_type end as security_type,
        case when trim(description) != '' then description end as description,
        case when trim(disclosure_url) != '' then disclosure_url end as disclosure_url,
        case
            when nullif(trim(trade_id), '') is null then 'id_missing'
            when nullif(trim(report_id), '') is null then 'report_id_missing'
            when nullif(trim(member_id), '') is null then 'member_id_missing'
            when updated_at is null then 'updated_not_a_timestamp'
            when filer_observed_at is null then 'filer_updated_not_a_timestamp'
            when not {{ is_object_of_lists('committees_json') }} then 'committees_not_an_object_of_lists'
            when not {{ is_list_of_texts('leadership_json') }} then 'leadership_positions_not_a_list'
            when amendment_number is null then 'amendment_number_not_a_number'
            when report_date is null then 'report_date_not_a_date'
            when transaction_date is null then 'transaction_date_not_a_date'
            when notification_date_text is not null and notification_date is null
                then 'notification_date_not_a_date'
            when parsed_type is null then 'transaction_type_unknown'
            when parsed_ownership is null then 'ownership_unknown'
            when amount_kind is null or (amount_kind != 'unknown' and amount_min is null) then 'amount_not_parsed'
            when amount_max is not null and amount_min > amount_max then 'amount_low_above_high'
            when report_date not between window_from and window_to then 'report_date_outside_window'
            when transaction_date < to_date('2012-01-01') then 'transaction_date_before_2012'
            when transaction_date > dateadd(day, 1, report_date) then 'transaction_date_after_report'
        end as quarantine_reason,
        payload,
        batch_date,
        source_file,
        source_row
    from bounded
)

select * from final
