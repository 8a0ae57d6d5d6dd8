-- The committees that each counted trade's official sat on when it was made, as far as observed.
--
-- A seat counts when it is held at the end of the transaction date (UTC), and is of the chamber that the official
-- was in then. A trade made before the official was first observed has one row without a committee; one of an
-- official without a seat has none.

with trades as (
    select
        trade_id,
        member_id,
        dateadd(day, 1, transaction_date)::timestamp_ntz as day_end
    from {{ ref('report_trades') }}
),

officials as (
    select * from {{ ref('dim_officials') }}
),

memberships as (
    select * from {{ ref('dim_committee_memberships') }}
    where subcommittee is null
),

observed as (
    select
        trades.trade_id,
        trades.member_id,
        trades.day_end,
        officials.chamber
    from trades
    inner join officials
        on
            trades.member_id = officials.member_id
            and trades.day_end > officials.valid_from
            and (officials.valid_to is null or trades.day_end <= officials.valid_to)
),

held as (
    select
        observed.trade_id,
        {{ committee_name('memberships.committee', 'observed.chamber') }} as committee,
        memberships.committee as membership_committee,
        memberships.valid_from as membership_valid_from,
        memberships.valid_to as membership_valid_to,
        null::varchar as missing_reason
    from observed
    inner join memberships
        on
            observed.member_id = memberships.member_id
            and observed.day_end > memberships.valid_from
            and (memberships.valid_to is null or observed.day_end <= memberships.valid_to)
    -- one committee under two names is one
    qualify
        row_number() over (
            partition by observed.trade_id, {{ committee_name('memberships.committee', 'observed.chamber') }}
            order by memberships.valid_from, memberships.committee
        ) = 1
),

not_observed as (
    select
        trade_id,
        null::varchar as committee,
        null::varchar as membership_committee,
        null::timestamp_ntz as membership_valid_from,
        null::timestamp_ntz as membership_valid_to,
        'not_observed' as missing_reason
    from trades
    where trade_id not in (select observed.trade_id from observed)
),

final as (
    select * from held
    union all
    select * from not_observed
)

select * from final
