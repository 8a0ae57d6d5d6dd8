{#
  True where a disclosed security is a stock or a fund. The API's documents name the kinds STOCK, ETF, MUTUAL,
  MUNICIPAL, STOCK OPTION, CORPORATE BOND and OTHER; what carries a ticker and none of these words counts as a stock.
#}
{% macro is_stock_or_fund(security_type) -%}
    coalesce(upper(trim({{ security_type }})), '') not in ('STOCK OPTION', 'CORPORATE BOND', 'MUNICIPAL', 'OTHER')
{%- endmacro %}


{# The greatest published open day before the set; where there is none, the first day that corrections reach. #}
{% macro newest_published_day() -%}
    {%- set days = published('dim_market_days') -%}
    {%- if not execute -%}{{ return(date_literal('1970-01-01')) }}{%- endif -%}
    {%- set dates = batch_dates() -%}
    {%- set newest = "select max(trade_date)::varchar from " ~ days ~ " as days where is_open" -%}
    {#- a daily run looks at the last days only -#}
    {%- set recent = " and trade_date > " ~ date_literal(shifted(dates[-1], -10)) -%}
    {%- set found = namespace(day=none) -%}
    {%- for query in [newest ~ recent, newest] if not found.day -%}
        {%- set found.day = run_query(query).columns[0].values()[0] -%}
    {%- endfor -%}
    {{ return(date_literal(found.day or shifted(dates[0], -var('correction_days')))) }}
{%- endmacro %}


{# The greatest published open day before the set, as a literal. #}
{% macro newest_day_before() -%}
    {{ return(_newest_day('newest_day_before')) }}
{%- endmacro %}


{# The greatest published open day, the set's own included, as a literal: later ones have not matured. #}
{% macro newest_day() -%}
    {{ return(_newest_day('newest_day')) }}
{%- endmacro %}


{% macro _newest_day(column) -%}
    {{ return(date_values(
        "select " ~ column ~ " from " ~ ref('audit_newest_day') ~ " where " ~ in_batch('batch_date')
    )) }}
{%- endmacro %}


{# The entry days of the holding periods that the set affects, as literals. #}
{% macro affected_entry_dates() -%}
    {{ return(date_values(
        "select distinct entry_date from " ~ ref('audit_affected_periods')
        ~ " where " ~ in_batch('batch_date') ~ " order by entry_date"
    )) }}
{%- endmacro %}


{# The tickers whose published first day of listing the set changes, as literals: rare, for it reads all trades. #}
{% macro changed_overviews() -%}
    {%- set fresh = ref('audit_ticker_overviews') -%}
    {%- set before = published('dim_ticker_overviews') -%}
    {%- if not execute -%}{{ return('null') }}{%- endif -%}
    {%- set tickers = run_query(
        "select fresh.ticker from " ~ fresh ~ " as fresh inner join " ~ before ~ " as before"
        ~ " on fresh.ticker = before.ticker where " ~ in_batch('fresh.batch_date')
        ~ " and coalesce(fresh.list_date, to_date('1970-01-01')) != coalesce(before.list_date, to_date('1970-01-01'))"
        ~ " order by fresh.ticker"
    ).columns[0].values() -%}
    {%- set literals = [] -%}
    {%- for ticker in tickers -%}
        {%- do literals.append("'" ~ ticker | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {{ return(literals | join(', ') or 'null') }}
{%- endmacro %}


{# The days whose closes the set computes prices and returns from, as literals. #}
{% macro needed_close_dates() -%}
    {%- set periods = ref('audit_holding_periods') -%}
    {%- set condition = " where " ~ in_batch('batch_date') ~ " and is_priced and " -%}
    {{ return(date_values(
        "select entry_date from " ~ periods ~ condition ~ "entry_date <= " ~ newest_day()
        ~ " union select exit_date from " ~ periods ~ condition ~ "exit_date <= " ~ newest_day()
        ~ " order by 1"
    )) }}
{%- endmacro %}


{# True from the first to the last day of the holding periods that the set computes and that have matured. #}
{% macro in_matured_periods(column) -%}
    {{ return(date_span(
        column,
        "select min(entry_date)::varchar, max(exit_date)::varchar from " ~ ref('audit_holding_periods')
        ~ " where " ~ in_batch('batch_date') ~ " and is_priced and horizon_days > 0 and exit_date <= " ~ newest_day()
    )) }}
{%- endmacro %}


{# The report dates of the trades whose price the set computes, as literals. #}
{% macro repriced_report_dates() -%}
    {{ return(date_values(
        "select distinct report_date from " ~ ref('audit_holding_periods')
        ~ " where horizon_days = 0 and is_observed and " ~ in_batch('batch_date') ~ " order by report_date"
    )) }}
{%- endmacro %}


{# The report dates, old and new, of the trades that the set publishes, as literals. #}
{% macro replaced_report_dates() -%}
    {%- set trades = ref('audit_priced_trades') -%}
    {{ return(date_values(
        "select report_date from " ~ trades ~ " where report_date is not null and " ~ in_batch('batch_date')
        ~ " union select published_report_date from " ~ trades
        ~ " where published_report_date is not null and " ~ in_batch('batch_date') ~ " order by 1"
    )) }}
{%- endmacro %}


{#
  The exit days, old and new, of the returns that the set publishes, as literals, each with the closed days after it:
  one of them may have been an open day, and the exit, when the row was published.
#}
{% macro replaced_exit_dates() -%}
    {%- set returns = ref('audit_trade_returns') -%}
    {{ return(date_values(
        "with exits as ("
        ~ "select exit_date, entry_date, horizon_days from " ~ returns ~ " where " ~ in_batch('batch_date')
        ~ " union select published_exit_date, published_entry_date, horizon_days from " ~ returns
        ~ " where " ~ in_batch('batch_date')
        ~ "), numbers as (select row_number() over (order by seq4()) - 1 as n from table(generator(rowcount => 10)))"
        ~ " select distinct dateadd(day, n, exit_date)::date as day from exits cross join numbers"
        ~ " where dateadd(day, n, exit_date) <= dateadd(day, horizon_days, entry_date) order by day"
    )) }}
{%- endmacro %}
