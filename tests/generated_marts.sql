-- The published marts of an invented Congress, in DuckDB's SQL: the tables of the contract, filled by arithmetic.
-- Every run makes the same rows. Reports are counted from the trades, as the real marts do.

{%- set live %}from live{% endset %}
{%- set splits %}
    count(distinct member_id) as officials,
    count(distinct case when chamber = 'House' then member_id end) as officials_house,
    count(distinct case when chamber = 'Senate' then member_id end) as officials_senate,
    count(distinct case when party = 'D' then member_id end) as officials_democrat,
    count(distinct case when party = 'R' then member_id end) as officials_republican,
    count(distinct case when party not in ('D', 'R') then member_id end) as officials_other_party
{%- endset %}
{%- set is_purchase %}transaction_type = 'purchase'{% endset %}
{%- set is_sale %}transaction_type in ('sale', 'sale_partial'){% endset %}
{%- set purchases %}count_if({{ is_purchase }}) as purchases{% endset %}
{%- set sales %}count_if({{ is_sale }}) as sales{% endset %}
{%- set exchanges %}count_if(transaction_type = 'exchange') as exchanges{% endset %}
{%- set amounts %}
    sum(amount_min)::decimal(38, 2) as amount_low,
    case when count(amount_max) = count(*) then sum(amount_max)::decimal(38, 2) end as amount_high,
    count(*) - count(amount_max) as open_amounts
{%- endset %}
{%- set is_incomplete %}last_day(max(transaction_date)) > date '{{ last }}' - 45 as is_incomplete{% endset %}
{%- set sided_amounts %}
    coalesce(sum(amount_min) filter (where {{ is_purchase }}), 0)::decimal(38, 2) as purchase_amount_low,
    case when count_if({{ is_purchase }} and amount_max is null) = 0
        then coalesce(sum(amount_max) filter (where {{ is_purchase }}), 0)::decimal(38, 2) end as purchase_amount_high,
    coalesce(sum(amount_min) filter (where {{ is_sale }}), 0)::decimal(38, 2) as sale_amount_low,
    case when count_if({{ is_sale }} and amount_max is null) = 0
        then coalesce(sum(amount_max) filter (where {{ is_sale }}), 0)::decimal(38, 2) end as sale_amount_high
{%- endset %}
{%- set estimate %}
    case when count_if(amount_min is null or amount_max is null) = 0
        then sum((amount_min + amount_max) / 2)::decimal(38, 2) end as amount_estimate
{%- endset %}
{%- set direction %}
    count_if({{ is_purchase }}) - count_if({{ is_sale }}) as net_trades,
    case when count_if({{ is_purchase }}) > count_if({{ is_sale }}) then 'buying'
        when count_if({{ is_purchase }}) < count_if({{ is_sale }}) then 'selling' else 'even' end as net_direction
{%- endset %}
{%- set lateness %}
    count_if(is_late) as late_trades,
    count_if(is_late) / count(*)::double as late_share
{%- endset %}

create schema publish;
set schema = 'publish';

create macro chance(number, salt, below) as (hash(number * 1000003 + salt) % below)::bigint;
-- a number below `below`, small ones more often
create macro skewed(number, salt, below) as floor(below * pow(chance(number, salt, 100000) / 100000.0, 2))::bigint;
create macro close_of(ticker_number, day) as round(
    (20 + chance(ticker_number, 1, 300)) * (
        1 + 0.35 * sin((epoch(day) / 86400 + chance(ticker_number, 2, 900)) / (60.0 + chance(ticker_number, 3, 120)))
        + 0.04 * sin((epoch(day) / 86400 * 7 + chance(ticker_number, 4, 100)) / 9.0)
    ), 2
);
create macro open_until(day) as (day - (greatest(isodow(day) - 5, 0) * interval 1 day))::date;
create macro open_after(day) as (day + ((case when isodow(day) >= 5 then 8 - isodow(day) else 1 end) * interval 1 day))::date;

create temp table officials as
select
    i as number,
    format('Z{:06d}', i) as member_id,
    case when i = 0 then 'Invented "Official" O''Nought <b>&amp; Söhne</b><script>alert(1)</script>' else format('Invented Official {}', i) end as display_name,
    case when i % 5 = 0 then 'Senate' else 'House' end as chamber,
    case when i % 17 = 16 then 'I' when i % 2 = 0 then 'D' else 'R' end as party,
    (['CA', 'TX', 'NY', 'FL', 'WY', 'OH', 'VT', 'GA', 'WA', 'ME'])[1 + i % 10] as state_code,
    (['California', 'Texas', 'New York', 'Florida', 'Wyoming', 'Ohio', 'Vermont', 'Georgia', 'Washington', 'Maine'])[1 + i % 10] as state_name,
    case when i % 5 = 0 then null else (1 + i % 30)::varchar end as district,
    case when i % 11 = 10 then 'Former Member' else 'Member' end as status,
    (date '{{ first }}' + (chance(i, 6, 60) * interval 1 day))::timestamp as observed_at
from range({{ officials }}) as numbers(i);

create temp table securities as
select
    i as number,
    case
        when i = 1 then 'ZZa'
        when i = 2 then 'ZZA'
        when i = 3 then 'ZZB.A'
        else 'Z' || chr(65 + (i // 676 % 26)::int) || chr(65 + (i // 26 % 26)::int) || chr(65 + (i % 26)::int)
    end as ticker,
    case when i = 0 then '<img src=x onerror=alert(2)> Invented & Co' else format('Invented Company {}', i) end as security_name,
    -- the last one was never found by the market
    i = {{ tickers }} - 1 as is_unknown,
    case when i % 9 = 8 then 'Unknown' else (['Energy', 'Health care', 'Finance', 'Technology', 'Transport', 'Mining', 'Retail', 'Utilities'])[1 + i % 9] end as sector
from range({{ tickers }}) as numbers(i);

create table batches as
select
    day::date as batch_date,
    'code' as code_version,
    (day + interval 1 day + interval 2 hour)::timestamp as published_at
from range(date '{{ last }}' - interval 2 day, date '{{ last }}' + interval 1 day, interval 1 day) as days(day)
where {{ trades }} > 0;

create table report_periods as
select
    period,
    case when period = '12_months' then (max(batch_date) - interval 12 month)::date end as starts_after,
    max(batch_date) as ends_on,
    (max(batch_date) - interval 44 day)::date as incomplete_from
from batches, (values ('all'), ('12_months')) as periods(period)
group by period;

create table dim_officials as
select
    member_id,
    observed_at as valid_from,
    null::timestamp as valid_to,
    true as is_current,
    display_name,
    display_name as member_name,
    chamber,
    party,
    state_code,
    state_name,
    district,
    status,
    case when number = 1 then 'Invented Whip' end as leadership_positions,
    null::varchar as committee_seats,
    '{}' as committees_json,
    md5(member_id) as state_hash
from officials;

create table dim_committee_memberships as
select
    member_id,
    'Committee on Invented ' || (['Harbors', 'Mills', 'Lighthouses', 'Bridges', 'Orchards', 'Canals'])[1 + (number + seat) % 6] as committee,
    null::varchar as subcommittee,
    observed_at as valid_from,
    null::timestamp as valid_to,
    true as is_current
from officials, range(3) as seats(seat)
where seat < number % 4;

create temp table drawn as
select
    i,
    i // 4 as report,
    (date '{{ first }}' + (chance(i // 4, 11, date_diff('day', date '{{ first }}', date '{{ last }}') + 1) * interval 1 day))::date as report_date,
    case when chance(i, 12, 100) = 0 then -1 when chance(i, 12, 100) < 12 then 40 + chance(i, 13, 90) else 2 + chance(i, 13, 40) end as lag_days,
    -- the last official trades nothing
    skewed(i // 4, 14, {{ officials }} - 1) as official,
    case when chance(i, 15, 100) < 3 then null else skewed(i, 16, {{ tickers }}) end as security,
    (['purchase', 'sale', 'sale_partial', 'exchange'])[case when chance(i, 17, 100) < 50 then 1 when chance(i, 17, 100) < 80 then 2 when chance(i, 17, 100) < 96 then 3 else 4 end] as transaction_type,
    (['self', 'spouse', 'joint', 'dependent', 'unknown'])[1 + chance(i, 18, 5)] as ownership,
    case when chance(i, 19, 100) = 0 then 6 when chance(i, 19, 100) = 1 then 7 else 1 + skewed(i, 20, 5) end as amount,
    chance(i, 21, 100) = 0 as is_withdrawn,
    chance(i, 22, 100) = 0 as is_superseded
from range({{ trades }}) as numbers(i);

create table fct_trades as
select
    format('T{:07d}', drawn.i) as trade_id,
    format('R{:07d}', report) as report_id,
    0::bigint as amendment_number,
    md5(drawn.i::varchar) as transaction_id,
    officials.member_id,
    officials.chamber,
    transaction_type,
    (report_date - (lag_days * interval 1 day))::date as transaction_date,
    null::date as notification_date,
    report_date,
    lag_days,
    lag_days > 45 as is_late,
    (report_date + interval 12 hour)::timestamp as updated_at,
    ownership,
    (['$1,001 - $15,000', '$15,001 - $50,000', '$50,001 - $100,000', '$100,001 - $250,000', '$721.63', 'Over $50,000,000', 'Unknown'])[amount] as amount_raw,
    ([1001, 15001, 50001, 100001, 721.63, 50000000, null])[amount]::decimal(18, 2) as amount_min,
    ([15000, 50000, 100000, 250000, 721.63, null, null])[amount]::decimal(18, 2) as amount_max,
    (['range', 'range', 'range', 'range', 'exact', 'over', 'unknown'])[amount] as amount_kind,
    securities.ticker,
    case when securities.ticker is null then 'Invented Bond "4%" <i>2030</i>' when drawn.i % 40 = 0 then securities.security_name || ' Class X' else securities.security_name end as security_name,
    case when securities.ticker is null then 'CORPORATE BOND' else 'STOCK' end as security_type,
    null::varchar as description,
    case when report % 50 = 0 then null else format('https://disclosures.example/{}?a=1&b=2', report) end as disclosure_url,
    is_withdrawn,
    is_superseded,
    report_date as shown_batch_date,
    'generated' as source_file,
    drawn.i as source_row,
    open_until((report_date - (lag_days * interval 1 day))::date) as entry_date,
    case when securities.ticker is not null and not securities.is_unknown
        then close_of(securities.number, open_until((report_date - (lag_days * interval 1 day))::date)) end as price,
    case when securities.ticker is null then 'no_ticker' when securities.is_unknown then 'not_found' end as price_missing_reason,
    open_after(report_date) as follower_entry_date,
    case when securities.ticker is not null and not securities.is_unknown and open_after(report_date) <= date '{{ last }}'
        then close_of(securities.number, open_after(report_date)) end as follower_price,
    case when securities.ticker is null then 'no_ticker' when securities.is_unknown then 'not_found'
        when open_after(report_date) > date '{{ last }}' then 'not_matured' end as follower_price_missing_reason
from drawn
inner join officials on officials.number = drawn.official
left join securities on securities.number = drawn.security;

create temp view live as
select
    fct_trades.* exclude (chamber),
    officials.chamber,
    officials.party,
    officials.display_name,
    officials.state_code,
    officials.state_name,
    officials.observed_at,
    case when price_missing_reason = 'no_ticker' then null else securities.sector end as sector,
    securities.number as security,
    securities.security_name as security_title
from fct_trades
inner join officials using (member_id)
left join securities using (ticker)
where not is_withdrawn and not is_superseded;

create table report_trades as
select
    trade_id,
    report_id,
    member_id,
    display_name,
    chamber,
    party,
    state_code,
    state_name,
    transaction_type,
    transaction_date,
    date_trunc('month', transaction_date)::date as transaction_month,
    report_date,
    lag_days,
    is_late,
    amount_raw,
    amount_min,
    amount_max,
    ticker,
    security_name,
    security_type,
    sector,
    price,
    disclosure_url
{{ live }}
where transaction_date <= date '{{ last }}';

create table report_trade_committees as
select
    live.trade_id,
    seats.committee,
    seats.committee as membership_committee,
    seats.valid_from as membership_valid_from,
    seats.valid_to as membership_valid_to,
    case when seats.committee is null then 'not_observed' end as missing_reason
{{ live }}
left join dim_committee_memberships as seats
    on seats.member_id = live.member_id and seats.valid_from::date <= live.transaction_date
where transaction_date <= date '{{ last }}' and (seats.committee is not null or transaction_date < observed_at::date);

create table fct_disclosures as
select
    report_id,
    any_value(member_id) as member_id,
    any_value(display_name) as display_name,
    any_value(chamber) as chamber,
    any_value(party) as party,
    any_value(state_code) as state_code,
    any_value(report_date) as report_date,
    max(amendment_number) as amendment_number,
    count(*) as transactions,
    {{ purchases }},
    {{ sales }},
    count_if(transaction_type = 'sale_partial') as partial_sales,
    {{ exchanges }},
    {{ amounts }},
    {{ sided_amounts }},
    {{ estimate }},
    min(transaction_date) as first_transaction_date,
    max(transaction_date) as last_transaction_date,
    median(lag_days)::double as median_lag_days,
    max(lag_days) as max_lag_days,
    count_if(is_late) as late_transactions,
    greatest(max(lag_days) - 45, 0) as days_late,
    any_value(disclosure_url) as disclosure_url
{{ live }}
group by report_id;

create table fct_daily_prices as
select
    ticker,
    day::date as trade_date,
    close_of(number, day::date) as open,
    close_of(number, day::date) as high,
    close_of(number, day::date) as low,
    close_of(number, day::date) as close,
    1000.5::double as volume,
    null::double as vwap,
    null::double as trades
from securities, range(date '{{ first }}', date '{{ last }}' + interval 1 day, interval {{ days_between_bars }} day) as days(day)
where not is_unknown and isodow(day) <= 5 and {{ trades }} > 0;

create table fct_splits as
select
    ticker,
    open_after((date '{{ first }}' + interval 40 day)::date) as execution_date,
    1.0::double as split_from,
    2.0::double as split_to
from securities
where number % 20 = 4 and {{ trades }} > 0;

create table fct_trade_returns as
with entries as (
    select
        *,
        'transaction' as entry,
        entry_date as entered
    {{ live }}
    union all
    select
        *,
        'follower' as entry,
        follower_entry_date as entered
    {{ live }}
),

exits as (
    select
        *,
        open_until((entered + (horizon_days * interval 1 day))::date) as exit_date,
        case when transaction_type in ('sale', 'sale_partial') then -1 else 1 end as sign
    from entries, (values (7), (30), (90), (180), (365)) as horizons(horizon_days)
),

reasons as (
    select
        *,
        case
            when transaction_type = 'exchange' then 'exchange'
            when price_missing_reason is not null then price_missing_reason
            when exit_date > date '{{ last }}' then 'not_matured'
        end as missing_reason
    from exits
),

priced as (
    select
        *,
        case when missing_reason is null then close_of(security, entered) end as entry_close,
        case when missing_reason is null then close_of(security, exit_date) end as exit_close,
        case when missing_reason is null then sign * (close_of(-1, exit_date) / close_of(-1, entered) - 1) end as benchmark_return
    from reasons
)

select
    trade_id,
    entry,
    horizon_days::bigint as horizon_days,
    member_id,
    ticker,
    transaction_type,
    transaction_date,
    report_date,
    entered as entry_date,
    exit_date,
    entry_close,
    exit_close,
    1.0::double as split_factor,
    sign * (exit_close / entry_close - 1) as security_return,
    benchmark_return,
    sign * (exit_close / entry_close - 1) - benchmark_return as excess_return,
    missing_reason
from priced;

create temp view periods as
select 'all' as period, date '1900-01-01' as after
union all select '12_months' as period, (date '{{ last }}' - interval 12 month)::date as after;

create temp view traded as
select * from live, periods
where transaction_date > after and transaction_date <= date '{{ last }}';

create table rpt_officials as
with totals as (
    select
        member_id,
        period,
        count(*) as trades,
        {{ purchases }},
        {{ sales }},
        {{ exchanges }},
        {{ amounts }},
        {{ estimate }},
        {{ sided_amounts }},
        {{ lateness }},
        median(lag_days)::double as median_lag_days,
        max(lag_days) as max_lag_days,
        min(transaction_date) as first_transaction_date,
        max(transaction_date) as last_transaction_date,
        max(report_date) as last_report_date,
        count_if(price_missing_reason is not null) as unpriced_trades
    from traded
    group by member_id, period
),

measured as (
    select
        member_id,
        period
        {%- for entry in entries %}{% for horizon in horizons %}
        {%- set here %}filter (where entry = '{{ entry }}' and horizon_days = {{ horizon }}){% endset %},
        count(excess_return) {{ here }} as {{ entry }}_{{ horizon }}d_measured,
        case when count(excess_return) {{ here }} >= 5 then avg((excess_return > 0)::int) {{ here }} end as {{ entry }}_{{ horizon }}d_hit_rate,
        case when count(excess_return) {{ here }} >= 5 then avg(excess_return) {{ here }} end as {{ entry }}_{{ horizon }}d_mean_excess,
        case when count(excess_return) {{ here }} >= 5 then median(excess_return) {{ here }} end as {{ entry }}_{{ horizon }}d_median_excess
        {%- endfor %}{% endfor %}
    from fct_trade_returns, periods
    where transaction_date > after and transaction_date <= date '{{ last }}'
    group by member_id, period
),

joined as (
    select
        officials.member_id,
        periods.period,
        officials.display_name,
        officials.chamber,
        officials.party,
        officials.state_code,
        officials.district,
        officials.status,
        coalesce(totals.trades, 0) as trades,
        totals.* exclude (member_id, period, trades),
        measured.* exclude (member_id, period)
    from officials
    cross join periods
    left join totals on totals.member_id = officials.member_id and totals.period = periods.period
    left join measured on measured.member_id = officials.member_id and measured.period = periods.period
)

select
    *,
    case when transaction_90d_mean_excess is not null
        then rank() over (partition by chamber, period order by transaction_90d_mean_excess desc nulls last) end as peer_rank,
    count(transaction_90d_mean_excess) over (partition by chamber, period) as peers_ranked
from joined;

create table rpt_official_exclusions as
select
    member_id,
    period,
    entry,
    horizon_days,
    missing_reason,
    count(*) as trades
from fct_trade_returns, periods
where missing_reason is not null and transaction_date > after and transaction_date <= date '{{ last }}'
group by member_id, period, entry, horizon_days, missing_reason;

create table rpt_return_summary as
select
    period,
    entry,
    horizon_days,
    case when transaction_type = 'purchase' then 'purchase' else 'sale' end as side,
    count(excess_return) as measured,
    case when count(excess_return) >= 5 then avg((excess_return > 0)::int) end as hit_rate,
    case when count(excess_return) >= 5 then avg(excess_return) end as mean_excess,
    case when count(excess_return) >= 5 then median(excess_return) end as median_excess,
    case when count(excess_return) >= 5 then quantile_cont(excess_return, 0.10) end as p10,
    case when count(excess_return) >= 5 then quantile_cont(excess_return, 0.25) end as p25,
    case when count(excess_return) >= 5 then quantile_cont(excess_return, 0.75) end as p75,
    case when count(excess_return) >= 5 then quantile_cont(excess_return, 0.90) end as p90,
    count(*) - count(excess_return) as excluded
from fct_trade_returns, periods
where transaction_type != 'exchange' and transaction_date > after and transaction_date <= date '{{ last }}'
group by period, entry, horizon_days, side;

create table rpt_tickers as
select
    ticker,
    any_value(security_title) as security_name,
    any_value(sector) as sector,
    count(*) as trades,
    {{ splits }},
    {{ purchases }},
    {{ sales }},
    {{ exchanges }},
    {{ direction }},
    {{ amounts }},
    {{ sided_amounts }},
    min(transaction_date) as first_transaction_date,
    max(transaction_date) as last_transaction_date
{{ live }}
where ticker is not null
group by ticker;

create table rpt_ticker_months as
select
    ticker,
    date_trunc('month', transaction_date)::date as month,
    any_value(security_title) as security_name,
    count(*) as trades,
    {{ splits }},
    {{ purchases }},
    {{ sales }},
    {{ direction }},
    {{ amounts }},
    {{ sided_amounts }},
    min(transaction_date) as first_transaction_date,
    max(transaction_date) as last_transaction_date,
    {{ is_incomplete }}
{{ live }}
where ticker is not null
group by all;

create table rpt_sectors as
select
    sector,
    date_trunc('month', transaction_date)::date as month,
    count(*) as trades,
    {{ splits }},
    {{ purchases }},
    {{ sales }},
    {{ exchanges }},
    {{ direction }},
    {{ amounts }},
    {{ sided_amounts }},
    {{ is_incomplete }}
{{ live }}
where sector is not null
group by all;

create temp table committee_sectors as
select * from (values
    ('Committee on Invented Harbors', 'Transport', 'ports, piers and "everything" afloat'),
    ('Committee on Invented Mills', 'Energy', 'wind and water'),
    ('Committee on Invented Orchards', 'Health care', 'apples')
) as seeds(committee, sector, jurisdiction);

create table rpt_committee_overlap as
with rates as (
    select
        sector,
        count(*) as sector_trades,
        (select count(*) {{ live }}) as all_trades
    {{ live }}
    where sector is not null
    group by sector
),

seen as (
    select
        live.*,
        committee_sectors.committee as held,
        committee_sectors.jurisdiction,
        seats.valid_from as membership_valid_from,
        seats.valid_to as membership_valid_to,
        null as missing_reason
    {{ live }}
    inner join committee_sectors using (sector)
    inner join dim_committee_memberships as seats
        on seats.member_id = live.member_id and seats.committee = committee_sectors.committee
        and seats.valid_from::date <= live.transaction_date
    union all
    select distinct
        live.*,
        null as held,
        null as jurisdiction,
        null::timestamp as membership_valid_from,
        null::timestamp as membership_valid_to,
        'not_observed' as missing_reason
    {{ live }}
    inner join committee_sectors using (sector)
    where live.transaction_date < observed_at::date
)

select
    trade_id,
    held as committee,
    held as membership_committee,
    member_id,
    display_name,
    chamber,
    party,
    state_code,
    ticker,
    security_name,
    sector,
    transaction_type,
    transaction_date,
    report_date,
    amount_raw,
    amount_min,
    amount_max,
    membership_valid_from,
    membership_valid_to,
    jurisdiction,
    case when jurisdiction is not null then 'Rule <1>' end as rule,
    case when jurisdiction is not null then 'https://committees.example/rules' end as jurisdiction_url,
    missing_reason,
    sector_trades,
    all_trades,
    sector_trades / all_trades::double as base_rate,
    sector_trades / all_trades::double as base_rate_12_months,
    disclosure_url
from seen
inner join rates using (sector);

create temp table clustered as
select
    *,
    case when transaction_type = 'purchase' then 'purchase' else 'sale' end as direction,
    (date '2000-01-03' + ((date_diff('day', date '2000-01-03', transaction_date) // 15) * interval 15 day))::date as stretch
{{ live }}
where ticker is not null and transaction_type != 'exchange';

create table rpt_clusters as
select
    concat_ws('|', ticker, direction, min(transaction_date)) as cluster_id,
    ticker,
    any_value(security_title) as security_name,
    direction,
    min(transaction_date) as first_transaction_date,
    max(transaction_date) as last_transaction_date,
    count(*) as trades,
    {{ splits }},
    count(distinct case when party = 'D' then 1 end) + count(distinct case when party = 'R' then 1 end) = 2 as is_bipartisan,
    {{ amounts }}
from clustered
group by ticker, direction, stretch
having count(distinct member_id) >= 3;

create table rpt_cluster_trades as
select
    cluster_id,
    trade_id,
    member_id,
    display_name,
    chamber,
    party,
    clustered.ticker,
    clustered.direction,
    transaction_type,
    transaction_date,
    report_date,
    amount_raw,
    disclosure_url
from clustered
inner join rpt_clusters
    on rpt_clusters.ticker = clustered.ticker and rpt_clusters.direction = clustered.direction
    and clustered.transaction_date between rpt_clusters.first_transaction_date and rpt_clusters.last_transaction_date;

create table rpt_states as
select
    state_code,
    period,
    any_value(state_name) as state_name,
    {{ splits }},
    count(*) as trades,
    {{ purchases }},
    {{ sales }},
    {{ exchanges }},
    {{ amounts }},
    {{ sided_amounts }},
    {{ lateness }}
from traded
group by state_code, period;

create table rpt_committees as
select
    coalesce(seats.committee, 'not_observed') as committee,
    period,
    case when count(distinct chamber) = 1 then min(chamber) end as chamber,
    {{ splits | replace("member_id", "traded.member_id") }},
    count(*) as trades,
    {{ purchases }},
    {{ sales }},
    {{ exchanges }},
    {{ amounts }},
    {{ sided_amounts }},
    {{ lateness }}
from traded
left join dim_committee_memberships as seats
    on seats.member_id = traded.member_id and seats.valid_from::date <= transaction_date
where seats.committee is not null or transaction_date < observed_at::date
group by all;

create table rpt_activity as
select
    date_trunc('month', transaction_date)::date as month,
    transaction_type,
    chamber,
    party,
    count(*) as trades,
    count(distinct member_id) as officials,
    {{ amounts }},
    {{ is_incomplete }}
{{ live }}
group by all;

create table rpt_late_filings as
select
    trade_id,
    report_id,
    member_id,
    display_name,
    party,
    chamber,
    state_code,
    ticker,
    security_name,
    transaction_type,
    transaction_date,
    report_date,
    lag_days,
    lag_days - 45 as days_late,
    amount_raw,
    amount_min,
    amount_max,
    disclosure_url
{{ live }}
where is_late;

create table rpt_amendments as
select
    report_id,
    member_id,
    1::bigint as amendment_number,
    report_date,
    transactions as trades,
    transactions + 1 as trades_before,
    true as has_fewer_trades
from fct_disclosures
where hash(report_id) % 30 = 0;

create table rpt_data_quality as
select
    batch_date,
    dataset,
    null::varchar as reason,
    'published' as status,
    true as is_published,
    true as is_newest_load_published,
    100::bigint as extracted,
    100::bigint as loaded,
    100::bigint as audited,
    (case when dataset = 'disclosures' and batch_date > date '{{ last }}' - 2 then 2 else 0 end)::bigint as quarantined,
    (case when dataset = 'disclosures' and batch_date = date '{{ last }}' - 1 then 2 else 0 end)::bigint as quarantined_first,
    100::bigint as published,
    published_at,
    case when dataset = 'disclosures' then (select count(*) {{ live }}) end as live_trades,
    case when dataset = 'disclosures' then (select count(price) {{ live }}) end as priced_trades
from batches, (values ('disclosures'), ('daily_bars'), ('splits')) as datasets(dataset)
union all
select
    batch_date,
    'disclosures' as dataset,
    'amount is <unreadable>' as reason,
    'published' as status,
    true as is_published,
    true as is_newest_load_published,
    null::bigint as extracted,
    null::bigint as loaded,
    null::bigint as audited,
    2::bigint as quarantined,
    (case when batch_date = date '{{ last }}' - 1 then 2 else 0 end)::bigint as quarantined_first,
    null::bigint as published,
    published_at,
    null::bigint as live_trades,
    null::bigint as priced_trades
from batches
where batch_date > date '{{ last }}' - 2;
