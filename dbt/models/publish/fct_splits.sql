-- depends_on: {{ ref('audit_market_keys') }}
{{ config(meta={"replaces": "
    [[ market_key_span('splits', 'execution_date') ]]
    and execution_date in (
        select fresh.trade_date from [[ ref('audit_market_keys') ]] as fresh
        where fresh.dataset = 'splits' and [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    ticker,
    execution_date,
    split_from,
    split_to
from {{ ref('audit_splits') }}
where {{ passed('batch_date') }}
