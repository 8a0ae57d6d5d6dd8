-- depends_on: {{ ref('fct_trades') }}
{{ config(meta={"replaces": "
    coalesce(dim_securities.valid_to, to_date('9999-12-31')) > [[ first_correction() ]]
    and exists (
        select 1
        from [[ ref('audit_securities') ]] as changed
        where
            changed.ticker = dim_securities.ticker
            and changed.chain_from < coalesce(dim_securities.valid_to, to_date('9999-12-31'))
            and [[ passed('changed.batch_date') ]]
    )
"}) }}

select
    ticker,
    valid_from,
    valid_to,
    is_current,
    name,
    type,
    primary_exchange,
    cik,
    composite_figi,
    share_class_figi,
    state_hash
from {{ ref('audit_securities') }}
where {{ passed('batch_date') }} and is_listed
