/** The files that a publish writes under versions/<id>/data, as their columns stand in JSON. Format 1. */

export type Nullable<T> = T | null;
/** Days since 1970-01-01. */
export type Day = number;

export interface Chunk {
  key: string;
  rows: number;
  bytes: number;
}

export type ChunkKind = "trades" | "returns" | "disclosures" | "clusters" | "overlap" | "health";

export interface Meta {
  format: number;
  world: { kind: "sample" | "recorded" | "live"; name: string; is_invented: boolean };
  data_through: Nullable<string>;
  /** The first day whose disclosures were collected. */
  collected_from: Nullable<string>;
  incomplete_from: Nullable<string>;
  default_from: Nullable<string>;
  first_transaction_date: Nullable<string>;
  last_transaction_date: Nullable<string>;
  last_published_at: Nullable<string>;
  counts: {
    trades: number;
    disclosures: number;
    officials: number;
    officials_with_trades: number;
    tickers: number;
    superseded: number;
    withdrawn: number;
    quarantined: number;
  };
  states: { code: string[]; name: string[] };
  sectors: string[];
  horizons: number[];
  prices: { shown: boolean };
  chunks: Record<ChunkKind, Chunk[]>;
}

export interface Officials {
  member_id: string[];
  name: string[];
  chamber: Nullable<string>[];
  party: Nullable<string>[];
  state: Nullable<string>[];
  district: Nullable<string>[];
  status: Nullable<string>[];
  trades: number[];
}

export interface Tickers {
  ticker: string[];
  name: Nullable<string>[];
  sector: Nullable<number>[];
  trades: number[];
  has_prices: boolean[];
}

export interface Committees {
  name: string[];
  chamber: Nullable<string>[];
  sets: number[][];
}

export interface Trades {
  day: Day[];
  lag: number[];
  official: number[];
  ticker: Nullable<number>[];
  type: number[];
  owner: number[];
  sector: Nullable<number>[];
  committees: Nullable<number>[];
  amount: number[];
  report: number[];
  name: Nullable<number>[];
  kind: Nullable<number>[];
  amounts: { raw: string[]; min: Nullable<number>[]; max: Nullable<number>[] };
  reports: { url: Nullable<string>[] };
  names: string[];
  kinds: string[];
}

export interface Disclosures {
  official: number[];
  report_day: Day[];
  transactions: number[];
  purchases: number[];
  /** Full and partial ones. */
  sales: number[];
  partial_sales: number[];
  exchanges: number[];
  amount_low: Nullable<number>[];
  amount_high: Nullable<number>[];
  open_amounts: number[];
  first_day: Day[];
  last_day: Day[];
  median_lag: number[];
  max_lag: number[];
  late: number[];
  url: Nullable<string>[];
}

export const ENTRIES = ["transaction", "follower"] as const;
export type Entry = (typeof ENTRIES)[number];

/** Excess returns in millionths, or (a string) the index into `reasons` of why there is none. */
export type Returns = { reasons: string[] } & Record<`${Entry}_${number}`, (number | string)[]>;

export type OfficialStats = Record<string, Nullable<number | string>>;

export interface OfficialFile {
  leadership_positions: Nullable<string>;
  memberships: {
    committee: string[];
    subcommittee: Nullable<string>[];
    from: string[];
    to: Nullable<string>[];
  };
  stats: Partial<Record<"all" | "12_months", OfficialStats>>;
  exclusions: {
    period: string[];
    entry: string[];
    horizon_days: number[];
    missing_reason: string[];
    trades: number[];
  };
  trades: Trades;
}

export interface TickerFile {
  prices: Nullable<{ day: Day[]; close: number[] }>;
  splits: { day: Day[]; from: number[]; to: number[] };
  trades: Trades;
  /** The price of each trade, or which of the reasons it has none for; null where prices are not shown. */
  trade_prices: Nullable<{ price: Nullable<number>[]; reason: Nullable<number>[]; reasons: string[] }>;
}

export interface Clusters {
  ticker: number[];
  direction: number[];
  first_day: Day[];
  last_day: Day[];
  trades: number[];
  officials: number[];
  house: number[];
  senate: number[];
  democrat: number[];
  republican: number[];
  other: number[];
  bipartisan: boolean[];
  amount_low: Nullable<number>[];
  amount_high: Nullable<number>[];
  open_amounts: number[];
  rows: Trades & { cluster: number[] };
}

export interface Jurisdictions {
  committee: number[];
  sector: number[];
  jurisdiction: string[];
  url: string[];
}

export type Overlap = Trades & { committee: number[]; from: string[]; to: Nullable<string>[] };

export type OfficialReturns = Record<"all" | "12_months", Record<string, Nullable<number>[]>>;

export interface Health {
  batch_date: string[];
  dataset: string[];
  reason: Nullable<string>[];
  status: Nullable<string>[];
  is_published: Nullable<boolean>[];
  is_newest_load_published: Nullable<boolean>[];
  extracted: Nullable<number>[];
  loaded: Nullable<number>[];
  audited: Nullable<number>[];
  quarantined: Nullable<number>[];
  published: Nullable<number>[];
  published_at: Nullable<string>[];
  live_trades: Nullable<number>[];
  priced_trades: Nullable<number>[];
}

export interface Amendments {
  official: Nullable<number>[];
  report_id: string[];
  amendment_number: number[];
  report_date: string[];
  trades: number[];
  trades_before: number[];
  has_fewer_trades: boolean[];
  disclosure_url: Nullable<string>[];
}

export interface OpenTable {
  name: string;
  description: string;
  rows: number;
  columns: { name: string; type: string; description: string }[];
  files: { path: string; partition: Nullable<string>; format: string; rows: number; bytes: number }[];
}

export interface OpenData {
  tables: OpenTable[];
  licence_note: Nullable<string>;
}
