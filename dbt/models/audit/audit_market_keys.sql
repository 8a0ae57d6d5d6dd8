-- The market keys that the set publishes: wanted, answered, and either not published yet or asked again by the set.
-- batch_date is the first batch date of the set that wants the key.

{{ config(alias='market_keys') }}

with wanted as (
    select
        dataset,
        ticker,
        trade_date,
        min(batch_date) as batch_date,
        boolor_agg(is_wanted) as is_wanted
    from {{ ref('wanted_market_keys') }}
    where {{ in_batch('batch_date') }}
    group by dataset, ticker, trade_date
),

answers as (
    select
        dataset,
        ticker,
        trade_date,
        answer,
        row_count,
        batch_date as asked_by
    from {{ source('ods', 'market_answers') }}
    where {{ near_batch('batch_date') }}
),

final as (
    select
        wanted.batch_date,
        wanted.dataset,
        wanted.ticker,
        wanted.trade_date,
        answers.answer,
        answers.row_count
    from wanted
    inner join answers
        on
            wanted.dataset = answers.dataset
            and coalesce(wanted.ticker, '') = coalesce(answers.ticker, '')
            and coalesce(wanted.trade_date, to_date('1970-01-01'))
            = coalesce(answers.trade_date, to_date('1970-01-01'))
    where wanted.is_wanted or {{ in_batch('answers.asked_by') }}
)

select * from final
