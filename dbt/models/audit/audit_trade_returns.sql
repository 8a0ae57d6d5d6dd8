-- The returns that the set computes, as they are to be published; a row that is not live only says which to remove.
--
-- Of several reasons for a missing return the first counts: the trade is an exchange, has no ticker, is not in a stock
-- or fund; the exit day has not matured; what keeps the entry's close away, then the exit's; a day between them whose
-- splits were not loaded; no close of the benchmark.

{{ config(alias='trade_returns') }}

{% set newest = newest_day() %}
{% set split_dates = in_matured_periods('split_date') %}
{% set execution_dates = in_matured_periods('execution_date') %}

with periods as (
    select * from {{ ref('audit_holding_periods') }}
    where {{ in_batch('batch_date') }} and horizon_days > 0
),

closes as (
    select * from {{ ref('audit_closes') }}
    where {{ in_batch('batch_date') }}
),

matured as (
    select distinct
        ticker,
        entry_date,
        exit_date
    from periods
    where is_priced and exit_date <= {{ newest }}
    union
    select distinct
        'SPY' as ticker,
        entry_date,
        exit_date
    from periods
    where is_priced and exit_date <= {{ newest }}
),

batch_split_days as (
    select
        split_date,
        answer
    from {{ ref('audit_split_days') }}
    where {{ in_batch('batch_date') }}
),

split_days as (
    select
        split_date,
        row_number() over (order by split_date) as day_number
    from (
        select * from batch_split_days
        union all
        select
            split_date,
            answer
        from {{ published('dim_split_days') }}
        where
            {{ split_dates }}
            and split_date not in (select batch_split_days.split_date from batch_split_days)
    ) as asked
    where answer in ('found', 'empty')
),

days as (
    select distinct
        entry_date,
        exit_date
    from matured
),

-- Days are numbered as they were loaded: as many numbers apart as days means that none is missing.
known_periods as (
    select
        periods.entry_date,
        periods.exit_date
    from days as periods
    inner join split_days as first_days on dateadd(day, 1, periods.entry_date) = first_days.split_date
    inner join split_days as last_days on periods.exit_date = last_days.split_date
    where last_days.day_number - first_days.day_number = datediff(day, periods.entry_date, periods.exit_date) - 1
),

splits as (
    select
        ticker,
        execution_date,
        split_to / split_from as factor
    from {{ ref('audit_splits') }}
    where {{ in_batch('batch_date') }}
    union all
    select
        ticker,
        execution_date,
        split_to / split_from as factor
    from {{ published('fct_splits') }}
    where
        {{ execution_dates }}
        and execution_date not in (select batch_split_days.split_date from batch_split_days)
),

-- A product; of several factors it is rounded, so that their order does not show in its last digit.
factors as (
    select
        matured.ticker,
        matured.entry_date,
        matured.exit_date,
        case
            when count(*) = 1 then max(splits.factor)
            else round(exp(sum(ln(splits.factor))), 10)
        end as split_factor
    from matured
    inner join splits
        on
            matured.ticker = splits.ticker
            and matured.entry_date < splits.execution_date
            and matured.exit_date >= splits.execution_date
    group by matured.ticker, matured.entry_date, matured.exit_date
),

price_returns as (
    select
        matured.ticker,
        matured.entry_date,
        matured.exit_date,
        coalesce(factors.split_factor, 1)::double as split_factor,
        exits.close * coalesce(factors.split_factor, 1) / entries.close - 1 as price_return
    from matured
    inner join known_periods
        on matured.entry_date = known_periods.entry_date and matured.exit_date = known_periods.exit_date
    inner join closes as entries on matured.ticker = entries.ticker and matured.entry_date = entries.trade_date
    inner join closes as exits on matured.ticker = exits.ticker and matured.exit_date = exits.trade_date
    left join factors
        on
            matured.ticker = factors.ticker
            and matured.entry_date = factors.entry_date
            and matured.exit_date = factors.exit_date
    where entries.close is not null and exits.close is not null
),

joined as (
    select
        periods.*,
        entries.close as entry_close,
        exits.close as exit_close,
        security.split_factor,
        security.price_return as security_price_return,
        case when security.price_return is not null then benchmark.price_return end as benchmark_price_return,
        case when periods.transaction_type in ('sale', 'sale_partial') then -1 else 1 end as sign,
        case
            when not periods.is_live then null
            when periods.exclusion_reason is not null then periods.exclusion_reason
            when periods.exit_date > {{ newest }} then 'not_matured'
            when entries.missing_reason is not null then entries.missing_reason
            when exits.missing_reason is not null then exits.missing_reason
            when security.price_return is null then 'day_not_loaded'
            when benchmark.price_return is null then 'no_benchmark'
        end as missing_reason
    from periods
    left join closes as entries
        on periods.ticker = entries.ticker and periods.entry_date = entries.trade_date and periods.is_priced
    left join closes as exits
        on periods.ticker = exits.ticker and periods.exit_date = exits.trade_date and periods.is_priced
    left join price_returns as security
        on
            periods.ticker = security.ticker
            and periods.entry_date = security.entry_date
            and periods.exit_date = security.exit_date
            and periods.is_priced
    left join price_returns as benchmark
        on
            benchmark.ticker = 'SPY'
            and periods.entry_date = benchmark.entry_date
            and periods.exit_date = benchmark.exit_date
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        trade_id,
        entry,
        horizon_days,
        is_live,
        member_id,
        ticker,
        transaction_type,
        transaction_date,
        report_date,
        entry_date,
        exit_date,
        published_entry_date,
        published_exit_date,
        entry_close,
        exit_close,
        split_factor,
        sign * security_price_return as security_return,
        sign * benchmark_price_return as benchmark_return,
        sign * (security_price_return - benchmark_price_return) as excess_return,
        missing_reason
    from joined
)

select * from final
