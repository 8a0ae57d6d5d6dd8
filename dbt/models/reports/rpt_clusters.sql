-- Three or more officials who traded the same ticker in the same direction within 14 days.

with cluster_trades as (
    select * from {{ ref('rpt_cluster_trades') }}
),

trades as (
    select * from {{ ref('report_trades') }}
),

clusters as (
    select
        cluster_trades.cluster_id,
        cluster_trades.direction,
        trades.*
    from cluster_trades
    inner join trades on cluster_trades.trade_id = trades.trade_id
),

totals as (
    select
        cluster_id,
        max(ticker) as ticker,
        max(security_name) as security_name,
        max(direction) as direction,
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date,
        count(trade_id) as trades,
        {{ official_counts() }},
        {{ amount_range() }},
        {{ open_amounts() }}
    from clusters
    group by cluster_id
),

final as (
    select
        *,
        officials_democrat > 0 and officials_republican > 0 as is_bipartisan
    from totals
)

select * from final
