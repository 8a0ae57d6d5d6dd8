-- The securities whose state in a new list differs from what is published, with their states computed again from
-- the last list before the new ones (chain_from). A row without is_listed only says so of a security that is gone.
--
-- A list says of every security whether it is listed, so the states at all published lists can be read from
-- the published rows.

{{ config(alias='securities') }}

{% set list_dates = new_list_dates() %}

with new_lists as (
    select as_of_date
    from {{ ref('audit_ticker_lists') }}
    where {{ in_batch('batch_date') }}
),

published_lists as (
    select as_of_date
    from {{ published('ticker_lists') }}
    where {{ near_batch('as_of_date') }}
),

lists as (
    select as_of_date from new_lists
    union
    select as_of_date from published_lists
),

span as (
    select coalesce(
        (
            select max(lists.as_of_date)
            from lists
            where lists.as_of_date < (select min(new_lists.as_of_date) from new_lists)
        ),
        (select min(new_lists.as_of_date) from new_lists)
    ) as chain_from
),

new_states as (
    select
        as_of_date,
        ticker,
        name,
        type,
        primary_exchange,
        cik,
        composite_figi,
        share_class_figi,
        md5(concat_ws(
            '|',
            coalesce(name, ''), coalesce(type, ''), coalesce(primary_exchange, ''), coalesce(cik, ''),
            coalesce(composite_figi, ''), coalesce(share_class_figi, '')
        )) as state_hash
    from {{ ref('stg_tickers') }}
    where as_of_date in ({{ list_dates }}) and quarantine_reason is null
),

published_securities as (
    select securities.*
    from {{ published('dim_securities') }} as securities
    cross join span
    where
        coalesce(securities.valid_to, to_date('9999-12-31')) > {{ first_correction() }}
        and (securities.valid_to is null or securities.valid_to > span.chain_from)
),

published_states as (
    select
        lists.as_of_date,
        published_securities.*
    from published_securities
    inner join new_lists as lists
        on
            published_securities.valid_from <= lists.as_of_date
            and (published_securities.valid_to is null or published_securities.valid_to > lists.as_of_date)
),

changed as (
    select distinct coalesce(new_states.ticker, published_states.ticker) as ticker
    from new_states
    full outer join published_states
        on
            new_states.as_of_date = published_states.as_of_date
            and new_states.ticker = published_states.ticker
    where coalesce(new_states.state_hash, '') != coalesce(published_states.state_hash, '')
),

points as (
    select
        changed.ticker,
        lists.as_of_date,
        new_lists.as_of_date is not null as is_new
    from changed
    cross join lists
    cross join span
    left join new_lists on lists.as_of_date = new_lists.as_of_date
    where lists.as_of_date >= span.chain_from
),

states as (
    select
        points.ticker,
        points.as_of_date,
        {% for column in [
            'name', 'type', 'primary_exchange', 'cik', 'composite_figi', 'share_class_figi', 'state_hash'
        ] -%}
        case when points.is_new then new_states.{{ column }} else old_states.{{ column }} end as {{ column }},
        {% endfor -%}
        old_states.valid_from as old_valid_from
    from points
    left join new_states on points.ticker = new_states.ticker and points.as_of_date = new_states.as_of_date
    left join published_securities as old_states
        on
            points.ticker = old_states.ticker
            and points.as_of_date >= old_states.valid_from
            and (old_states.valid_to is null or points.as_of_date < old_states.valid_to)
),

changes as (
    select *
    from states
    qualify
        coalesce(state_hash, '') != lag(coalesce(state_hash, ''), 1, '') over (
            partition by ticker order by as_of_date
        )
),

valid as (
    select
        changes.*,
        lead(as_of_date) over (partition by ticker order by as_of_date) as valid_to
    from changes
),

listed as (
    select
        valid.*,
        case
            when valid.as_of_date = span.chain_from and new_lists.as_of_date is null
                then coalesce(valid.old_valid_from, valid.as_of_date)
            else valid.as_of_date
        end as valid_from
    from valid
    cross join span
    left join new_lists on valid.as_of_date = new_lists.as_of_date
    where valid.state_hash is not null
),

final as (
    select
        {{ last_batch_date() }} as batch_date,
        changed.ticker,
        listed.ticker is not null as is_listed,
        span.chain_from,
        listed.valid_from,
        listed.valid_to,
        listed.ticker is not null and listed.valid_to is null as is_current,
        listed.name,
        listed.type,
        listed.primary_exchange,
        listed.cik,
        listed.composite_figi,
        listed.share_class_figi,
        listed.state_hash
    from changed
    cross join span
    left join listed on changed.ticker = listed.ticker
)

select * from final
