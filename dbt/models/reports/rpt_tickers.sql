-- What is traded: one row per ticker with live trades. Amounts are ranges; a high end that is open is null.

with trades as (
    select * from {{ ref('fct_trades') }}
    where not is_withdrawn and not is_superseded and ticker is not null
),

final as (
    select
        ticker,
        max(security_name) as security_name,
        count(*) as trades,
        count(distinct member_id) as officials,
        count_if(transaction_type = 'purchase') as purchases,
        count_if(transaction_type in ('sale', 'sale_partial')) as sales,
        sum(amount_min)::number(38, 2) as amount_low,
        case when count(amount_max) = count(*) then sum(amount_max)::number(38, 2) end as amount_high,
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date
    from trades
    group by ticker
)

select * from final
