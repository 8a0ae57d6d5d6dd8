-- It says what is published, so it comes after what is computed from it.
-- depends_on: {{ ref('audit_market_keys') }}, {{ ref('fct_splits') }}, {{ ref('fct_trades') }}
{{ config(meta={"replaces": "
    [[ market_key_span('splits', 'split_date') ]]
    and split_date in (
        select fresh.split_date from [[ ref('audit_split_days') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    split_date,
    answer,
    splits
from {{ ref('audit_split_days') }}
where {{ passed('batch_date') }}
