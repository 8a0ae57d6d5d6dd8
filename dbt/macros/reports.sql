{# Counts of trades by what was done; a row without a trade, left by an outer join, counts nothing. #}
{% macro trade_counts(exchanges=true) -%}
    count(trade_id) as trades,
    count_if(transaction_type = 'purchase') as purchases,
    count_if(transaction_type in ('sale', 'sale_partial')) as sales
    {%- if exchanges %},
    count_if(transaction_type = 'exchange') as exchanges
    {%- endif %}
{%- endmacro %}


{#
  The range that the trades' amounts add up to, of all trades or of those of some types. An unknown low end adds
  nothing; the high end is null as soon as one of them is open or unknown. No trade at all is 0.
#}
{% macro amount_range(prefix='', types=none) -%}
    {%- set counted -%}
        trade_id is not null
        {%- if types %} and transaction_type in ('{{ types | join("', '") }}'){% endif %}
    {%- endset -%}
    coalesce(sum(case when {{ counted }} then amount_min end), 0)::number(38, 2) as {{ prefix }}amount_low,
    case
        when count_if({{ counted }} and amount_max is null) = 0
            then coalesce(sum(case when {{ counted }} then amount_max end), 0)::number(38, 2)
    end as {{ prefix }}amount_high
{%- endmacro %}


{% macro open_amounts() -%}
    count_if(trade_id is not null and amount_max is null) as open_amounts
{%- endmacro %}


{# The ranges of purchases and of sales, which are never added to each other. #}
{% macro amount_ranges_apart() -%}
    {{ amount_range('purchase_', ['purchase']) }},
    {{ amount_range('sale_', ['sale', 'sale_partial']) }}
{%- endmacro %}


{# The sum of the midpoints; null where one of them is not known. #}
{% macro amount_estimate() -%}
    case
        when count_if(trade_id is not null and (amount_min is null or amount_max is null)) = 0
            then coalesce(sum(amount_min + amount_max) / 2, 0)::number(38, 2)
    end as amount_estimate
{%- endmacro %}


{# Distinct officials, and how they split by chamber and by party. #}
{% macro official_counts() -%}
    count(distinct member_id) as officials,
    count(distinct case when chamber = 'House' then member_id end) as officials_house,
    count(distinct case when chamber = 'Senate' then member_id end) as officials_senate,
    count(distinct case when party = 'D' then member_id end) as officials_democrat,
    count(distinct case when party = 'R' then member_id end) as officials_republican,
    count(distinct case when coalesce(party, '') not in ('D', 'R') then member_id end) as officials_other_party
{%- endmacro %}


{# How often and how much trades were late. #}
{% macro late_counts() -%}
    count_if(is_late) as late_trades,
    count_if(is_late)::float / nullif(count(trade_id), 0) as late_share
{%- endmacro %}


{# Purchases less sales, and which of them are more. #}
{% macro net_direction() -%}
    purchases - sales as net_trades,
    case
        when purchases > sales then 'buying'
        when purchases < sales then 'selling'
        else 'even'
    end as net_direction
{%- endmacro %}


{# True where a day lies in the window of `periods`, a row of report_periods. #}
{% macro in_period(day) -%}
    {{ day }} <= periods.ends_on and (periods.starts_after is null or {{ day }} > periods.starts_after)
{%- endmacro %}


{# Whether a month has a day that is still filling up; `periods` is a row of report_periods. #}
{% macro is_incomplete(month) -%}
    last_day({{ month }}) >= periods.incomplete_from as is_incomplete
{%- endmacro %}


{#
  The name of a committee in one form. Committees of the House are told without their chamber ("Committee on
  Agriculture"), others with it ("Senate Committee on Finance").
#}
{% macro committee_name(committee, chamber) -%}
    case
        when regexp_like(trim({{ committee }}), '^(Permanent )?(Select |Special )?Committee .*$')
            then concat({{ chamber }}, ' ', trim({{ committee }}))
        else trim({{ committee }})
    end
{%- endmacro %}


{#
  N, hit rate, mean and median of the signed excess; null below the fewest measured trades that a figure is told for.
  The mean is rounded beyond all meaning, so that it does not depend on the order in which it was added up.
#}
{% macro excess_figures() -%}
    {%- set told = 'count(excess_return) >= ' ~ var('fewest_measured') -%}
    count(excess_return) as measured,
    case
        when {{ told }} then count_if(excess_return > 0)::float / count(excess_return)
    end as hit_rate,
    case when {{ told }} then round(avg(excess_return), 12) end as mean_excess,
    case when {{ told }} then median(excess_return)::float end as median_excess
{%- endmacro %}
