-- The amended reports: rows of the report before its last amendment and in it.
--
-- That an amendment restates its whole report is an assumption; a report whose last amendment holds fewer rows than
-- the one before speaks against it.

with trades as (
    select * from {{ ref('fct_trades') }}
    where not is_withdrawn
),

versions as (
    select
        report_id,
        amendment_number,
        min(member_id) as member_id,
        max(report_date) as report_date,
        max(disclosure_url) as disclosure_url,
        count(*) as trades
    from trades
    group by report_id, amendment_number
),

compared as (
    select
        versions.*,
        lag(trades) over (partition by report_id order by amendment_number) as trades_before,
        row_number() over (partition by report_id order by amendment_number desc) as from_last
    from versions
),

final as (
    select
        report_id,
        member_id,
        amendment_number,
        report_date,
        trades,
        trades_before,
        trades < trades_before as has_fewer_trades,
        disclosure_url
    from compared
    where from_last = 1 and trades_before is not null
)

select * from final
