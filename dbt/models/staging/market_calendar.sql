-- Each calendar day of the exchange: whether it is open, the last open day up to it and the first one after it.

{{ config(materialized='table') }}

with days as (
    select dateadd(day, row_number() over (order by seq4()) - 1, to_date('2008-01-01'))::date as calendar_date
    from table(generator(rowcount => 10227))
),

holidays as (
    select calendar_date from {{ ref('exchange_holidays') }}
),

openings as (
    select
        days.calendar_date,
        holidays.calendar_date is null and dayofweekiso(days.calendar_date) <= 5 as is_open
    from days
    left join holidays on days.calendar_date = holidays.calendar_date
),

final as (
    select
        calendar_date,
        is_open,
        max(case when is_open then calendar_date end) over (
            order by calendar_date rows between unbounded preceding and current row
        ) as last_open_date,
        min(case when is_open then calendar_date end) over (
            order by calendar_date rows between 1 following and unbounded following
        ) as next_open_date
    from openings
)

select * from final
