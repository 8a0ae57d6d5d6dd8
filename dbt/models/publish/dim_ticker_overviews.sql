-- depends_on: {{ ref('fct_trades') }}
{{ config(meta={"replaces": "
    ticker in (
        select fresh.ticker from [[ ref('audit_ticker_overviews') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    ticker,
    answer,
    name,
    type,
    sic_code,
    sic_description,
    list_date
from {{ ref('audit_ticker_overviews') }}
where {{ passed('batch_date') }}
