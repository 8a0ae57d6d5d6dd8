-- Who traded how much: one row per official with live trades. Amounts are ranges; a high end that is open is null.

with trades as (
    select * from {{ ref('fct_trades') }}
    where not is_withdrawn and not is_superseded
),

officials as (
    select * from {{ ref('dim_officials') }}
    where is_current
),

totals as (
    select
        member_id,
        count(*) as trades,
        count_if(transaction_type = 'purchase') as purchases,
        count_if(transaction_type in ('sale', 'sale_partial')) as sales,
        count_if(transaction_type = 'exchange') as exchanges,
        count_if(is_late) as late_trades,
        sum(amount_min)::number(38, 2) as amount_low,
        case when count(amount_max) = count(*) then sum(amount_max)::number(38, 2) end as amount_high,
        count(*) - count(amount_max) as open_amounts
    from trades
    group by member_id
),

final as (
    select
        totals.member_id,
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        totals.trades,
        totals.purchases,
        totals.sales,
        totals.exchanges,
        totals.late_trades,
        totals.amount_low,
        totals.amount_high,
        totals.open_amounts
    from totals
    left join officials on totals.member_id = officials.member_id
)

select * from final
