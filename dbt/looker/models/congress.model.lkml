## Model configuration
label: "Trades of Congress"

connection: "@{connection}"

datagroup: published {
  label: "Published"
  description: "A publish empties the cache: until the next one, no question is asked of the warehouse twice."
  sql_trigger: select max(published_at) from @{schema}.batches ;;
  max_cache_age: "24 hours"
}

persist_with: published

include: "/views/*.view.lkml"

include: "/dashboards/*.dashboard.lookml"

## Explores
explore: fct_trades {
  label: "Trades"
  description: "Who traded what, when, how large, and how late it was disclosed. Live trades only."
  sql_always_where: not ${fct_trades.is_withdrawn} and not ${fct_trades.is_superseded} ;;

  join: dim_officials {
    view_label: "Official"
    fields: [dim_officials.profile*]
    relationship: many_to_one
    type: left_outer
    sql_on: ${fct_trades.member_id} = ${dim_officials.member_id} and ${dim_officials.is_current} ;;
  }
}

explore: fct_disclosures {
  label: "Disclosures"
  description: "Reports as they were filed, the live amendment of each."
}

explore: fct_trade_returns {
  label: "Trade Returns"
  description: "Each live trade's return against SPY, from the trade and from its disclosure, at each horizon."
  always_filter: {
    filters: [
      fct_trade_returns.entry: "transaction"
      , fct_trade_returns.horizon_days: "90"
    ]
  }

  join: dim_officials {
    view_label: "Official"
    fields: [dim_officials.profile*]
    relationship: many_to_one
    type: left_outer
    sql_on: ${fct_trade_returns.member_id} = ${dim_officials.member_id} and ${dim_officials.is_current} ;;
  }
}

explore: rpt_return_summary {
  label: "Returns by Horizon"
  description: "The distribution of excess returns over SPY, by period, entry, horizon and side."
  always_filter: {
    filters: [rpt_return_summary.period: "all"]
  }
}

explore: rpt_officials {
  label: "Officials"
  description: "Each official's trades, lateness and returns, and the rank among peers."
  always_filter: {
    filters: [rpt_officials.period: "all"]
  }
}

explore: rpt_official_exclusions {
  label: "Exclusions from Returns"
  description: "The trades of each official that are in no return, by reason."
  always_filter: {
    filters: [
      rpt_official_exclusions.period: "all"
      , rpt_official_exclusions.entry: "transaction"
      , rpt_official_exclusions.horizon_days: "90"
    ]
  }

  join: dim_officials {
    view_label: "Official"
    fields: [dim_officials.profile*]
    relationship: many_to_one
    type: left_outer
    sql_on: ${rpt_official_exclusions.member_id} = ${dim_officials.member_id} and ${dim_officials.is_current} ;;
  }
}

explore: rpt_tickers {
  label: "Tickers"
  description: "What is traded, by how many officials, and in which direction."
}

explore: rpt_ticker_months {
  label: "Tickers by Month"
  description: "What is traded, month by month."
}

explore: rpt_sectors {
  label: "Sectors by Month"
  description: "Purchases and sales by sector of the issuer, month by month."
}

explore: rpt_committees {
  label: "Committees"
  description: "Trades of those who were members at the transaction date. A trade counts in each committee of its official: the total of several committees counts it more than once."
  always_filter: {
    filters: [rpt_committees.period: "all"]
  }
}

explore: rpt_committee_overlap {
  label: "Committee Overlap"
  description: "Trades in a sector that a committee of the filer oversees: a coincidence beside its base rate, never a verdict."
}

explore: rpt_cluster_trades {
  label: "Clusters"
  description: "Three or more officials, the same ticker and direction, within 14 days."

  join: rpt_clusters {
    view_label: "Cluster"
    fields: [rpt_clusters.summary*]
    relationship: many_to_one
    type: left_outer
    sql_on: ${rpt_cluster_trades.cluster_id} = ${rpt_clusters.cluster_id} ;;
  }
}

explore: rpt_clusters {
  label: "Clusters, One Row Each"
  description: "The clusters without their trades."
}

explore: rpt_states {
  label: "States"
  description: "Trades by the state that the official represents."
  always_filter: {
    filters: [rpt_states.period: "all"]
  }
}

explore: rpt_activity {
  label: "Activity by Month"
  description: "Purchases, sales, partial sales and exchanges over time, by chamber and party."
}

explore: rpt_late_filings {
  label: "Late Filings"
  description: "Every live trade that was disclosed after more than 45 days."
}

explore: rpt_data_quality {
  label: "Data Health"
  description: "What came in, what was quarantined and why, what was published, and how much of it is priced."
}

explore: rpt_amendments {
  label: "Amendments"
  description: "Amended reports, and whether the last amendment holds fewer trades than the version before it."
}
