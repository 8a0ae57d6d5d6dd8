-- depends_on: {{ ref('fct_trades') }}
select
    batch_date,
    trade_id,
    is_quarantined,
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
from {{ ref('audit_trade_observations') }}
where {{ passed('batch_date') }}
