-- The audit compares trades with those published here, so their returns are published before.
-- depends_on: {{ ref('fct_trade_returns') }}
{{ config(meta={"replaces": "
    report_date in ([[ replaced_report_dates() ]])
    and trade_id in (
        select touched.trade_id from [[ ref('audit_priced_trades') ]] as touched where [[ passed('touched.batch_date') ]]
    )
"}) }}

select
    trade_id,
    report_id,
    amendment_number,
    transaction_id,
    member_id,
    chamber,
    transaction_type,
    transaction_date,
    notification_date,
    report_date,
    lag_days,
    is_late,
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
    is_withdrawn,
    is_superseded,
    shown_batch_date,
    source_file,
    source_row,
    entry_date,
    price,
    price_missing_reason,
    follower_entry_date,
    follower_price,
    follower_price_missing_reason
from {{ ref('audit_priced_trades') }}
where {{ passed('batch_date') }} and is_observed
