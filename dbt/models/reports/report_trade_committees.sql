-- The committees that each counted trade's official sat on when it was made, as far as observed.
--
-- A seat counts when it is held at the end of the transaction date (UTC). A trade made before the official was
-- first observed has one row without a committee; one of an official without a seat has none.

with trades as (
    select
        trade_id,
        member_id,
        chamber,
        dateadd(day, 1, transaction_date)::timestamp_ntz as day_end
    from {{ ref('report_trades') }}
),

observed as (
    select
        member_id,
        min(valid_from) as observed_from
    from {{ ref('dim_officials') }}
    group by member_id
),

memberships as (
    select * from {{ ref('dim_committee_memberships') }}
    where subcommittee is null
),

held as (
    select
        trades.trade_id,
        {{ committee_name('memberships.committee', 'trades.chamber') }} as committee,
        memberships.committee as membership_committee,
        memberships.valid_from as membership_valid_from,
        memberships.valid_to as membership_valid_to,
        null::varchar as missing_reason
    from trades
    inner join memberships
        on
            trades.member_id = memberships.member_id
            and trades.day_end > memberships.valid_from
            and (memberships.valid_to is null or trades.day_end <= memberships.valid_to)
    -- one committee under two names is one
    qualify
        row_number() over (
            partition by trades.trade_id, {{ committee_name('memberships.committee', 'trades.chamber') }}
            order by memberships.valid_from, memberships.committee
        ) = 1
),

not_observed as (
    select
        trades.trade_id,
        null::varchar as committee,
        null::varchar as membership_committee,
        null::timestamp_ntz as membership_valid_from,
        null::timestamp_ntz as membership_valid_to,
        'not_observed' as missing_reason
    from trades
    left join observed on trades.member_id = observed.member_id
    where observed.observed_from is null or observed.observed_from >= trades.day_end
),

final as (
    select * from held
    union all
    select * from not_observed
)

select * from final
