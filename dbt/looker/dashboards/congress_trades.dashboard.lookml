## Configuration
- dashboard: congress_trades
  title: Trades of Congress
  description: Who trades what, how large, how late it was disclosed, and how it did against the market.
  layout: newspaper
  preferred_viewer: dashboards-next

## Filters
  filters:
  - name: Period
    title: Period
    type: field_filter
    model: congress
    explore: rpt_officials
    field: rpt_officials.period
    default_value: all
    allow_multiple_values: false
    required: true
    ui_config:
      type: button_toggles
      display: inline
  - name: Chamber
    title: Chamber
    type: field_filter
    model: congress
    explore: fct_trades
    field: dim_officials.chamber
    allow_multiple_values: true
    ui_config:
      type: checkboxes
      display: popover
  - name: Party
    title: Party
    type: field_filter
    model: congress
    explore: fct_trades
    field: dim_officials.party
    allow_multiple_values: true
    ui_config:
      type: checkboxes
      display: popover
  - name: State
    title: State
    type: field_filter
    model: congress
    explore: fct_trades
    field: dim_officials.state_code
    allow_multiple_values: true
    ui_config:
      type: tag_list
      display: popover
  - name: Transaction Type
    title: Transaction Type
    type: field_filter
    model: congress
    explore: fct_trades
    field: fct_trades.transaction_type
    allow_multiple_values: true
    ui_config:
      type: checkboxes
      display: popover
  - name: Transaction Date
    title: Transaction Date
    type: field_filter
    model: congress
    explore: fct_trades
    field: fct_trades.transaction_date
    allow_multiple_values: true
    ui_config:
      type: day_range_picker
      display: popover
  - name: Official
    title: Official
    type: field_filter
    model: congress
    explore: fct_trades
    field: dim_officials.display_name
    allow_multiple_values: true
    ui_config:
      type: tag_list
      display: popover
  - name: Ticker
    title: Ticker
    type: field_filter
    model: congress
    explore: fct_trades
    field: fct_trades.ticker
    allow_multiple_values: true
    ui_config:
      type: tag_list
      display: popover

## Elements
  elements:
  ## Overview
  - name: about
    title_text: About These Figures
    type: text
    row: 0
    col: 0
    width: 24
    height: 3
    body_text: "Members of the US Congress disclose their trades, at most 45 days later by law. Amounts are disclosed as ranges: each total has a low and a high end, and no high end where one of its trades is open. Returns are price returns against SPY, without dividends, from the trade and from its disclosure. The last 45 days are incomplete. A trade near an event, or in a committee's field, is a coincidence with a base rate, and no accusation. Not investment advice."
  - name: data_through
    title: Data Through
    type: single_value
    row: 3
    col: 0
    width: 4
    height: 4
    model: congress
    explore: rpt_data_quality
    fields: [rpt_data_quality.max_published_batch_date]
  - name: trades
    title: Trades
    type: single_value
    row: 3
    col: 4
    width: 4
    height: 4
    note_text: "The 12 months that end at the greatest published batch date, against the 12 before them."
    note_display: hover
    model: congress
    explore: fct_trades
    fields: [
      fct_trades.count_trades_last_12_months
      , fct_trades.count_trades_previous_12_months
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    show_comparison: true
    comparison_type: change
    show_comparison_label: true
    comparison_label: Against the 12 Months Before
  - name: purchases
    title: Purchases
    type: single_value
    row: 3
    col: 8
    width: 4
    height: 4
    note_text: "The 12 months that end at the greatest published batch date, against the 12 before them."
    note_display: hover
    model: congress
    explore: fct_trades
    fields: [
      fct_trades.count_purchases_last_12_months
      , fct_trades.count_purchases_previous_12_months
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    show_comparison: true
    comparison_type: change
    show_comparison_label: true
    comparison_label: Against the 12 Months Before
  - name: sales
    title: Sales
    type: single_value
    row: 3
    col: 12
    width: 4
    height: 4
    note_text: "The 12 months that end at the greatest published batch date, against the 12 before them."
    note_display: hover
    model: congress
    explore: fct_trades
    fields: [
      fct_trades.count_sales_last_12_months
      , fct_trades.count_sales_previous_12_months
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    show_comparison: true
    comparison_type: change
    show_comparison_label: true
    comparison_label: Against the 12 Months Before
  - name: officials
    title: Officials Who Traded
    type: looker_grid
    row: 3
    col: 16
    width: 4
    height: 4
    note_text: "The 12 months that end at the greatest published batch date, against the 12 before them."
    note_display: hover
    model: congress
    explore: fct_trades
    fields: [
      dim_officials.chamber
      , dim_officials.party
      , fct_trades.count_officials_last_12_months
      , fct_trades.count_officials_previous_12_months
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    sorts: [
      dim_officials.chamber
      , dim_officials.party
    ]
    total: true
  - name: late_share
    title: Late Share
    type: single_value
    row: 3
    col: 20
    width: 4
    height: 4
    note_text: "Trades disclosed after more than 45 days, as a share of all: the last 12 months, against the 12 before them."
    note_display: hover
    model: congress
    explore: fct_trades
    fields: [
      fct_trades.late_share_last_12_months
      , fct_trades.late_share_previous_12_months
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    show_comparison: true
    comparison_type: change
    show_comparison_label: true
    comparison_label: Against the 12 Months Before
  - name: latest_disclosures
    title: Latest Disclosures
    type: looker_grid
    row: 7
    col: 0
    width: 14
    height: 8
    model: congress
    explore: fct_disclosures
    fields: [
      fct_disclosures.report_date
      , fct_disclosures.display_name
      , fct_disclosures.party
      , fct_disclosures.chamber
      , fct_disclosures.state_code
      , fct_disclosures.total_purchases
      , fct_disclosures.total_purchase_amount_low
      , fct_disclosures.total_purchase_amount_high
      , fct_disclosures.total_sales
      , fct_disclosures.total_sale_amount_low
      , fct_disclosures.total_sale_amount_high
      , fct_disclosures.total_exchanges
      , fct_disclosures.max_lag_days
      , fct_disclosures.disclosure_url
    ]
    listen:
      Chamber: fct_disclosures.chamber
      Party: fct_disclosures.party
      State: fct_disclosures.state_code
      Official: fct_disclosures.display_name
    sorts: [fct_disclosures.report_date desc]
    limit: 25
  - name: trades_by_state
    title: Trades by State
    type: looker_geo_choropleth
    row: 7
    col: 14
    width: 10
    height: 8
    note_text: "By the state that the official represents. Territories are in the data, not on the map."
    note_display: hover
    model: congress
    explore: rpt_states
    fields: [
      rpt_states.state_code
      , rpt_states.total_trades
      , rpt_states.total_purchases
      , rpt_states.total_sales
    ]
    listen:
      Period: rpt_states.period
      State: rpt_states.state_code
    sorts: [rpt_states.total_trades desc]
    limit: 60
    map: usa
  - name: trades_over_time
    title: Purchases and Sales over Time
    type: looker_column
    row: 15
    col: 0
    width: 16
    height: 8
    note_text: "By transaction month. Incomplete: the month touches the last 45 days, in which disclosures are still due."
    note_display: hover
    model: congress
    explore: rpt_activity
    fields: [
      rpt_activity.transaction_month
      , rpt_activity.completeness
      , rpt_activity.total_purchases
      , rpt_activity.total_sales
    ]
    pivots: [rpt_activity.completeness]
    listen:
      Chamber: rpt_activity.chamber
      Party: rpt_activity.party
      Transaction Type: rpt_activity.transaction_type
    sorts: [
      rpt_activity.transaction_month
      , rpt_activity.completeness
    ]
    limit: 500
  - name: types_of_trades
    title: Types of Trades
    type: looker_bar
    row: 15
    col: 16
    width: 8
    height: 8
    model: congress
    explore: rpt_activity
    fields: [
      rpt_activity.transaction_type
      , rpt_activity.total_trades
    ]
    listen:
      Chamber: rpt_activity.chamber
      Party: rpt_activity.party
      Transaction Type: rpt_activity.transaction_type
    sorts: [rpt_activity.total_trades desc]
  - name: top_officials
    title: Officials by Amount
    type: looker_grid
    row: 23
    col: 0
    width: 24
    height: 8
    note_text: "Mean excess return over SPY after 90 days, from the trade and from its disclosure; null, and no rank, below 5 measured trades (N). Peers: the same chamber."
    note_display: hover
    model: congress
    explore: rpt_officials
    fields: [
      rpt_officials.display_name
      , rpt_officials.party
      , rpt_officials.chamber
      , rpt_officials.state_code
      , rpt_officials.total_purchases
      , rpt_officials.total_purchase_amount_low
      , rpt_officials.total_purchase_amount_high
      , rpt_officials.total_sales
      , rpt_officials.total_sale_amount_low
      , rpt_officials.total_sale_amount_high
      , rpt_officials.total_open_amounts
      , rpt_officials.late_share
      , rpt_officials.transaction_90d_measured
      , rpt_officials.transaction_90d_mean_excess
      , rpt_officials.follower_90d_measured
      , rpt_officials.follower_90d_mean_excess
      , rpt_officials.peer_rank
      , rpt_officials.peers_ranked
    ]
    filters:
      rpt_officials.total_trades: ">0"
    listen:
      Period: rpt_officials.period
      Chamber: rpt_officials.chamber
      Party: rpt_officials.party
      State: rpt_officials.state_code
      Official: rpt_officials.display_name
    sorts: [
      rpt_officials.total_purchase_amount_low desc
      , rpt_officials.total_sale_amount_low desc
    ]
    limit: 25
  - name: committees
    title: Committees
    type: looker_grid
    row: 31
    col: 0
    width: 12
    height: 8
    note_text: "Trades of those who were members at the transaction date; not_observed: before the first observation of the official."
    note_display: hover
    model: congress
    explore: rpt_committees
    fields: [
      rpt_committees.committee
      , rpt_committees.officials
      , rpt_committees.total_trades
      , rpt_committees.total_purchases
      , rpt_committees.total_purchase_amount_low
      , rpt_committees.total_purchase_amount_high
      , rpt_committees.total_sales
      , rpt_committees.total_sale_amount_low
      , rpt_committees.total_sale_amount_high
      , rpt_committees.late_share
    ]
    listen:
      Period: rpt_committees.period
      Chamber: rpt_committees.chamber
    sorts: [rpt_committees.total_trades desc]
    limit: 25
  - name: top_tickers
    title: Tickers
    type: looker_grid
    row: 31
    col: 12
    width: 12
    height: 8
    model: congress
    explore: rpt_tickers
    fields: [
      rpt_tickers.ticker
      , rpt_tickers.security_name
      , rpt_tickers.officials
      , rpt_tickers.net_direction
      , rpt_tickers.total_purchases
      , rpt_tickers.total_purchase_amount_low
      , rpt_tickers.total_purchase_amount_high
      , rpt_tickers.total_sales
      , rpt_tickers.total_sale_amount_low
      , rpt_tickers.total_sale_amount_high
      , rpt_tickers.last_transaction_date
    ]
    listen:
      Ticker: rpt_tickers.ticker
    sorts: [
      rpt_tickers.total_purchases desc
      , rpt_tickers.total_sales desc
    ]
    limit: 25
  - name: sectors_by_month
    title: Sectors by Month
    type: looker_grid
    row: 39
    col: 0
    width: 12
    height: 8
    note_text: "Sectors follow the issuer's industry code (SIC)."
    note_display: hover
    model: congress
    explore: rpt_sectors
    fields: [
      rpt_sectors.transaction_month
      , rpt_sectors.completeness
      , rpt_sectors.sector
      , rpt_sectors.officials
      , rpt_sectors.net_direction
      , rpt_sectors.total_purchases
      , rpt_sectors.total_purchase_amount_low
      , rpt_sectors.total_purchase_amount_high
      , rpt_sectors.total_sales
      , rpt_sectors.total_sale_amount_low
      , rpt_sectors.total_sale_amount_high
    ]
    sorts: [
      rpt_sectors.transaction_month desc
      , rpt_sectors.total_purchases desc
    ]
    limit: 100
  - name: late_filings
    title: Late Filings
    type: looker_grid
    row: 39
    col: 12
    width: 12
    height: 8
    model: congress
    explore: rpt_late_filings
    fields: [
      rpt_late_filings.days_late
      , rpt_late_filings.display_name
      , rpt_late_filings.party
      , rpt_late_filings.chamber
      , rpt_late_filings.ticker
      , rpt_late_filings.security_name
      , rpt_late_filings.transaction_type
      , rpt_late_filings.transaction_date
      , rpt_late_filings.report_date
      , rpt_late_filings.amount_raw
      , rpt_late_filings.disclosure_url
    ]
    listen:
      Chamber: rpt_late_filings.chamber
      Party: rpt_late_filings.party
      State: rpt_late_filings.state_code
      Transaction Type: rpt_late_filings.transaction_type
      Transaction Date: rpt_late_filings.transaction_date
      Official: rpt_late_filings.display_name
      Ticker: rpt_late_filings.ticker
    sorts: [rpt_late_filings.days_late desc]
    limit: 25
  ## Returns
  - name: purchases_from_trade
    title: Purchases, from the Trade
    type: looker_boxplot
    row: 47
    col: 0
    width: 6
    height: 8
    note_text: "10th, 25th, 50th, 75th and 90th percentile of the excess return over SPY; a sale counts with the sign of the decision."
    note_display: hover
    model: congress
    explore: rpt_return_summary
    fields: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.p10_excess_return
      , rpt_return_summary.p25_excess_return
      , rpt_return_summary.median_excess_return
      , rpt_return_summary.p75_excess_return
      , rpt_return_summary.p90_excess_return
    ]
    filters:
      rpt_return_summary.entry: "transaction"
      rpt_return_summary.side: "purchase"
    listen:
      Period: rpt_return_summary.period
    sorts: [rpt_return_summary.horizon_days]
  - name: purchases_from_disclosure
    title: Purchases, from the Disclosure
    type: looker_boxplot
    row: 47
    col: 6
    width: 6
    height: 8
    note_text: "10th, 25th, 50th, 75th and 90th percentile of the excess return over SPY; a sale counts with the sign of the decision."
    note_display: hover
    model: congress
    explore: rpt_return_summary
    fields: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.p10_excess_return
      , rpt_return_summary.p25_excess_return
      , rpt_return_summary.median_excess_return
      , rpt_return_summary.p75_excess_return
      , rpt_return_summary.p90_excess_return
    ]
    filters:
      rpt_return_summary.entry: "follower"
      rpt_return_summary.side: "purchase"
    listen:
      Period: rpt_return_summary.period
    sorts: [rpt_return_summary.horizon_days]
  - name: sales_from_trade
    title: Sales, from the Trade
    type: looker_boxplot
    row: 47
    col: 12
    width: 6
    height: 8
    note_text: "10th, 25th, 50th, 75th and 90th percentile of the excess return over SPY; a sale counts with the sign of the decision."
    note_display: hover
    model: congress
    explore: rpt_return_summary
    fields: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.p10_excess_return
      , rpt_return_summary.p25_excess_return
      , rpt_return_summary.median_excess_return
      , rpt_return_summary.p75_excess_return
      , rpt_return_summary.p90_excess_return
    ]
    filters:
      rpt_return_summary.entry: "transaction"
      rpt_return_summary.side: "sale"
    listen:
      Period: rpt_return_summary.period
    sorts: [rpt_return_summary.horizon_days]
  - name: sales_from_disclosure
    title: Sales, from the Disclosure
    type: looker_boxplot
    row: 47
    col: 18
    width: 6
    height: 8
    note_text: "10th, 25th, 50th, 75th and 90th percentile of the excess return over SPY; a sale counts with the sign of the decision."
    note_display: hover
    model: congress
    explore: rpt_return_summary
    fields: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.p10_excess_return
      , rpt_return_summary.p25_excess_return
      , rpt_return_summary.median_excess_return
      , rpt_return_summary.p75_excess_return
      , rpt_return_summary.p90_excess_return
    ]
    filters:
      rpt_return_summary.entry: "follower"
      rpt_return_summary.side: "sale"
    listen:
      Period: rpt_return_summary.period
    sorts: [rpt_return_summary.horizon_days]
  - name: returns_by_horizon
    title: Excess Returns over SPY by Horizon
    type: looker_grid
    row: 55
    col: 0
    width: 24
    height: 8
    note_text: "Entry transaction: the close of the last open day up to the trade. Entry follower: the first close after the disclosure. N is what was measured; the excluded are counted beside it."
    note_display: hover
    model: congress
    explore: rpt_return_summary
    fields: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.side
      , rpt_return_summary.entry
      , rpt_return_summary.total_measured
      , rpt_return_summary.hit_rate
      , rpt_return_summary.avg_excess_return
      , rpt_return_summary.median_excess_return
      , rpt_return_summary.p10_excess_return
      , rpt_return_summary.p25_excess_return
      , rpt_return_summary.p75_excess_return
      , rpt_return_summary.p90_excess_return
      , rpt_return_summary.total_excluded
    ]
    listen:
      Period: rpt_return_summary.period
    sorts: [
      rpt_return_summary.horizon_days
      , rpt_return_summary.side
      , rpt_return_summary.entry desc
    ]
  - name: clusters
    title: Clusters
    type: looker_grid
    row: 63
    col: 0
    width: 12
    height: 8
    note_text: "Three or more officials, the same ticker and direction, within 14 days."
    note_display: hover
    model: congress
    explore: rpt_clusters
    fields: [
      rpt_clusters.last_transaction_date
      , rpt_clusters.first_transaction_date
      , rpt_clusters.ticker
      , rpt_clusters.direction
      , rpt_clusters.officials
      , rpt_clusters.officials_democrat
      , rpt_clusters.officials_republican
      , rpt_clusters.is_bipartisan
      , rpt_clusters.total_trades
      , rpt_clusters.total_amount_low
      , rpt_clusters.total_amount_high
    ]
    listen:
      Ticker: rpt_clusters.ticker
    sorts: [rpt_clusters.last_transaction_date desc]
    limit: 25
  - name: committee_overlap
    title: "Committee Overlap: a Coincidence beside Its Base Rate"
    type: looker_grid
    row: 63
    col: 12
    width: 12
    height: 8
    note_text: "Trades in a sector that a committee of the filer oversees, as observed at the time. Base rate: the sector's share of all trades of all members."
    note_display: hover
    model: congress
    explore: rpt_committee_overlap
    fields: [
      rpt_committee_overlap.transaction_date
      , rpt_committee_overlap.display_name
      , rpt_committee_overlap.party
      , rpt_committee_overlap.ticker
      , rpt_committee_overlap.transaction_type
      , rpt_committee_overlap.amount_raw
      , rpt_committee_overlap.sector
      , rpt_committee_overlap.committee
      , rpt_committee_overlap.base_rate
      , rpt_committee_overlap.base_rate_12_months
      , rpt_committee_overlap.membership_valid_from_date
      , rpt_committee_overlap.jurisdiction_url
      , rpt_committee_overlap.disclosure_url
    ]
    filters:
      rpt_committee_overlap.committee: "-NULL"
    listen:
      Chamber: rpt_committee_overlap.chamber
      Party: rpt_committee_overlap.party
      State: rpt_committee_overlap.state_code
      Transaction Type: rpt_committee_overlap.transaction_type
      Transaction Date: rpt_committee_overlap.transaction_date
      Official: rpt_committee_overlap.display_name
      Ticker: rpt_committee_overlap.ticker
    sorts: [rpt_committee_overlap.transaction_date desc]
    limit: 25
  - name: data_health
    title: Data Health
    type: looker_grid
    row: 71
    col: 0
    width: 24
    height: 7
    note_text: "One row a batch and dataset; a row with a reason counts what was quarantined for it."
    note_display: hover
    model: congress
    explore: rpt_data_quality
    fields: [
      rpt_data_quality.batch_date
      , rpt_data_quality.dataset
      , rpt_data_quality.reason
      , rpt_data_quality.status
      , rpt_data_quality.is_published
      , rpt_data_quality.total_extracted
      , rpt_data_quality.total_loaded
      , rpt_data_quality.total_audited
      , rpt_data_quality.total_quarantined
      , rpt_data_quality.total_published
      , rpt_data_quality.price_coverage
    ]
    sorts: [
      rpt_data_quality.batch_date desc
      , rpt_data_quality.dataset
      , rpt_data_quality.reason
    ]
    limit: 50
  ## One official
  - name: one_official
    title_text: One Official
    type: text
    row: 78
    col: 0
    width: 24
    height: 2
    body_text: "Choose one in the filter Official, or follow the link of a name."
  - name: official_profile
    title: Profile
    type: looker_grid
    row: 80
    col: 0
    width: 24
    height: 5
    model: congress
    explore: fct_trades
    fields: [
      dim_officials.display_name
      , dim_officials.party
      , dim_officials.chamber
      , dim_officials.state_name
      , dim_officials.district
      , dim_officials.status
      , dim_officials.committee_seats
      , fct_trades.count_purchases
      , fct_trades.count_sales
      , fct_trades.count_exchanges
      , fct_trades.late_share
      , fct_trades.median_lag_days
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    sorts: [
      fct_trades.count_purchases desc
      , fct_trades.count_sales desc
    ]
    limit: 25
  - name: official_returns
    title: Returns against SPY
    type: looker_grid
    row: 85
    col: 0
    width: 14
    height: 8
    note_text: "Null below 5 measured trades (N). A sale counts with the sign of the decision."
    note_display: hover
    model: congress
    explore: fct_trade_returns
    fields: [
      fct_trade_returns.horizon_days
      , fct_trade_returns.side
      , fct_trade_returns.entry
      , fct_trade_returns.count_measured
      , fct_trade_returns.hit_rate
      , fct_trade_returns.avg_security_return
      , fct_trade_returns.avg_benchmark_return
      , fct_trade_returns.avg_excess_return
      , fct_trade_returns.median_excess_return
      , fct_trade_returns.count_excluded
    ]
    filters:
      fct_trade_returns.side: "-NULL"
      fct_trade_returns.horizon_days: "7,30,90,180,365"
      fct_trade_returns.entry: "transaction,follower"
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trade_returns.transaction_type
      Transaction Date: fct_trade_returns.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trade_returns.ticker
    sorts: [
      fct_trade_returns.horizon_days
      , fct_trade_returns.side
      , fct_trade_returns.entry desc
    ]
  - name: official_exclusions
    title: Left out of Returns
    type: looker_bar
    row: 85
    col: 14
    width: 10
    height: 8
    note_text: "Trades without a return after 90 days from the trade, by reason."
    note_display: hover
    model: congress
    explore: rpt_official_exclusions
    fields: [
      rpt_official_exclusions.missing_reason
      , rpt_official_exclusions.total_trades
    ]
    filters:
      rpt_official_exclusions.entry: "transaction"
      rpt_official_exclusions.horizon_days: "90"
    listen:
      Period: rpt_official_exclusions.period
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Official: dim_officials.display_name
    sorts: [rpt_official_exclusions.total_trades desc]
  - name: official_trades
    title: Trades, One by One
    type: looker_grid
    row: 93
    col: 0
    width: 24
    height: 8
    model: congress
    explore: fct_trades
    fields: [
      fct_trades.transaction_date
      , fct_trades.report_date
      , dim_officials.display_name
      , fct_trades.transaction_type
      , fct_trades.ticker
      , fct_trades.security_name
      , fct_trades.ownership
      , fct_trades.amount_raw
      , fct_trades.price
      , fct_trades.follower_price
      , fct_trades.lag_days
      , fct_trades.is_late
      , fct_trades.disclosure_url
    ]
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    sorts: [fct_trades.transaction_date desc]
    limit: 100
  ## One ticker
  - name: one_ticker
    title_text: One Ticker
    type: text
    row: 101
    col: 0
    width: 24
    height: 2
    body_text: "Choose one in the filter Ticker, or follow the link of a ticker; the trades above follow it too."
  - name: ticker_months
    title: Purchases and Sales by Month
    type: looker_column
    row: 103
    col: 0
    width: 12
    height: 8
    model: congress
    explore: rpt_ticker_months
    fields: [
      rpt_ticker_months.transaction_month
      , rpt_ticker_months.completeness
      , rpt_ticker_months.total_purchases
      , rpt_ticker_months.total_sales
    ]
    pivots: [rpt_ticker_months.completeness]
    listen:
      Ticker: rpt_ticker_months.ticker
    sorts: [
      rpt_ticker_months.transaction_month
      , rpt_ticker_months.completeness
    ]
    limit: 500
  - name: ticker_officials
    title: Who Traded
    type: looker_grid
    row: 103
    col: 12
    width: 12
    height: 8
    model: congress
    explore: fct_trades
    fields: [
      dim_officials.display_name
      , dim_officials.party
      , dim_officials.chamber
      , fct_trades.count_purchases
      , fct_trades.total_purchase_amount_low
      , fct_trades.total_purchase_amount_high
      , fct_trades.count_sales
      , fct_trades.total_sale_amount_low
      , fct_trades.total_sale_amount_high
    ]
    filters:
      fct_trades.ticker: "-NULL"
    listen:
      Chamber: dim_officials.chamber
      Party: dim_officials.party
      State: dim_officials.state_code
      Transaction Type: fct_trades.transaction_type
      Transaction Date: fct_trades.transaction_date
      Official: dim_officials.display_name
      Ticker: fct_trades.ticker
    sorts: [
      fct_trades.count_purchases desc
      , fct_trades.count_sales desc
    ]
    limit: 50
