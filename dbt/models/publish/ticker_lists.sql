-- depends_on: {{ ref('dim_securities') }}
{{ config(meta={"replaces": "
    as_of_date in (
        select fresh.as_of_date from [[ ref('audit_ticker_lists') ]] as fresh where [[ passed('fresh.batch_date') ]]
    )
"}) }}

select
    as_of_date,
    tickers,
    content_hash
from {{ ref('audit_ticker_lists') }}
where {{ passed('batch_date') }}
