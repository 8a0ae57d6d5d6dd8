-- The trades of each cluster: per ticker and direction the first trade and all within 14 days of it; the next one
-- starts after that. It counts when three or more officials are in it.
--
-- Where a cluster starts depends on where the one before it did, so the starts have to be followed one by one. A
-- recursive query would do it, but Snowflake stops one after 100 steps, which a popular ticker reaches in four years.
-- So the steps are doubled: with the first 2^n starts of a ticker known, and where 2^n steps lead from each day, the
-- next 2^n are one join away. Ten doublings make 1,024 clusters of a ticker, 42 years without a gap.

{% set doublings = 10 %}

with trades as (
    select
        *,
        case when transaction_type = 'purchase' then 'purchase' else 'sale' end as direction
    from {{ ref('report_trades') }}
    where ticker is not null and transaction_type != 'exchange'
),

-- Where fewer than three officials ever traded there is no cluster to look for.
candidates as (
    select
        ticker,
        direction
    from trades
    group by ticker, direction
    having count(distinct member_id) >= 3
),

days as (
    select distinct
        trades.ticker,
        trades.direction,
        trades.transaction_date as start_date
    from trades
    inner join candidates on trades.ticker = candidates.ticker and trades.direction = candidates.direction
),

-- Each day of trading, and each day on which a cluster that starts there has ended.
marks as (
    select
        ticker,
        direction,
        start_date,
        start_date as mark_date,
        1 as is_trading
    from days
    union all
    select
        ticker,
        direction,
        start_date,
        dateadd(day, 15, start_date)::date as mark_date,
        0 as is_trading
    from days
),

followed as (
    select
        ticker,
        direction,
        start_date,
        is_trading,
        min(case when is_trading = 1 then mark_date end) over (
            partition by ticker, direction
            order by mark_date, is_trading
            rows between current row and unbounded following
        ) as next_start
    from marks
),

jumps_0 as (
    select
        ticker,
        direction,
        start_date,
        next_start
    from followed
    where is_trading = 0 and next_start is not null
),

starts_0 as (
    select
        ticker,
        direction,
        min(start_date) as start_date
    from days
    group by ticker, direction
),

{% for n in range(doublings) %}
starts_{{ n + 1 }} as (
    select * from starts_{{ n }}
    union all
    select
        jumps.ticker,
        jumps.direction,
        jumps.next_start as start_date
    from starts_{{ n }} as starts
    inner join jumps_{{ n }} as jumps
        on
            starts.ticker = jumps.ticker
            and starts.direction = jumps.direction
            and starts.start_date = jumps.start_date
),

jumps_{{ n + 1 }} as (
    select
        jumps.ticker,
        jumps.direction,
        jumps.start_date,
        further.next_start
    from jumps_{{ n }} as jumps
    inner join jumps_{{ n }} as further
        on
            jumps.ticker = further.ticker
            and jumps.direction = further.direction
            and jumps.next_start = further.start_date
),

{% endfor -%}

grouped as (
    select
        trades.*,
        starts.start_date,
        concat(trades.ticker, '|', trades.direction, '|', starts.start_date::varchar) as cluster_id
    from trades
    inner join starts_{{ doublings }} as starts
        on
            trades.ticker = starts.ticker
            and trades.direction = starts.direction
            and trades.transaction_date between starts.start_date and dateadd(day, 14, starts.start_date)::date
),

counted as (
    select cluster_id
    from grouped
    group by cluster_id
    having count(distinct member_id) >= 3
),

final as (
    select
        grouped.cluster_id,
        grouped.trade_id,
        grouped.member_id,
        grouped.display_name,
        grouped.chamber,
        grouped.party,
        grouped.ticker,
        grouped.direction,
        grouped.transaction_type,
        grouped.transaction_date,
        grouped.report_date,
        grouped.amount_raw,
        grouped.disclosure_url
    from grouped
    inner join counted on grouped.cluster_id = counted.cluster_id
)

select * from final
