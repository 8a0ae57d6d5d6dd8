/** Sums over trades, by group. The definitions are those of the marts. */
import type { Officials } from "./types";
import { EXCHANGE, PURCHASE, SALE_PARTIAL, type TradeTable } from "./trades";

/** Sums of disclosed ranges: the low ends, the high ends, and how many have no high end. */
export class Amounts {
  readonly low: Float64Array;
  private readonly highs: Float64Array;
  readonly open: Int32Array;

  constructor(groups: number) {
    this.low = new Float64Array(groups);
    this.highs = new Float64Array(groups);
    this.open = new Int32Array(groups);
  }

  add(group: number, low: number, high: number): void {
    if (low === low) this.low[group] += low;
    if (high === high) this.highs[group] += high;
    else this.open[group]++;
  }

  /** Null when one of the amounts is open or unknown. */
  high(group: number): number | null {
    return this.open[group] ? null : this.highs[group];
  }
}

export interface People {
  officials: number;
  house: number;
  senate: number;
  democrat: number;
  republican: number;
  other: number;
}

/** What is known of each group of trades. */
export class Totals {
  readonly trades: Int32Array;
  readonly purchases: Int32Array;
  /** Full and partial sales. */
  readonly sales: Int32Array;
  readonly partialSales: Int32Array;
  readonly exchanges: Int32Array;
  readonly late: Int32Array;
  readonly amounts: Amounts;
  readonly purchaseAmounts: Amounts;
  readonly saleAmounts: Amounts;
  private readonly seen: Uint8Array;
  private readonly counts: Int32Array;

  constructor(
    readonly groups: number,
    private readonly officials: Officials,
  ) {
    this.trades = new Int32Array(groups);
    this.purchases = new Int32Array(groups);
    this.sales = new Int32Array(groups);
    this.partialSales = new Int32Array(groups);
    this.exchanges = new Int32Array(groups);
    this.late = new Int32Array(groups);
    this.amounts = new Amounts(groups);
    this.purchaseAmounts = new Amounts(groups);
    this.saleAmounts = new Amounts(groups);
    this.seen = new Uint8Array(groups * officials.member_id.length);
    this.counts = new Int32Array(groups * 6);
  }

  add(group: number, table: TradeTable, row: number): void {
    const type = table.type[row];
    const low = table.low[row];
    const high = table.high[row];
    this.trades[group]++;
    this.amounts.add(group, low, high);
    if (type === PURCHASE) {
      this.purchases[group]++;
      this.purchaseAmounts.add(group, low, high);
    } else if (type === EXCHANGE) {
      this.exchanges[group]++;
    } else {
      this.sales[group]++;
      if (type === SALE_PARTIAL) this.partialSales[group]++;
      this.saleAmounts.add(group, low, high);
    }
    if (table.isLate(row)) this.late[group]++;
    const official = table.official[row];
    const slot = group * this.officials.member_id.length + official;
    if (!this.seen[slot]) {
      this.seen[slot] = 1;
      this.counts[group * 6]++;
      this.counts[group * 6 + (this.officials.chamber[official] === "House" ? 1 : 2)]++;
      this.counts[group * 6 + (PARTIES[this.officials.party[official] ?? ""] ?? 5)]++;
    }
  }

  /** Distinct officials, split by chamber and party. */
  people(group: number): People {
    const [officials, house, senate, democrat, republican, other] = this.counts.subarray(group * 6, group * 6 + 6);
    return { officials, house, senate, democrat, republican, other };
  }

  net(group: number): number {
    return this.purchases[group] - this.sales[group];
  }

  lateShare(group: number): number | null {
    return this.trades[group] ? this.late[group] / this.trades[group] : null;
  }

  /** Groups with trades, by the greatest value first; ties by the smaller index. */
  top(value: (group: number) => number, limit = Infinity): number[] {
    const found: number[] = [];
    for (let group = 0; group < this.groups; group++) if (this.trades[group]) found.push(group);
    found.sort((a, b) => value(b) - value(a) || a - b);
    return found.slice(0, limit);
  }
}

const PARTIES: Record<string, number> = { D: 3, R: 4 };

/** The group of a row: the column's value, or what a table has at that place. */
export function by(column: ArrayLike<number>, groups?: ArrayLike<number>): (row: number) => number {
  return groups ? (row) => groups[column[row]] : (row) => column[row];
}

/** Totals of the rows by the group that `key` gives; rows with a negative key are in none. */
export function totalsBy(
  table: TradeTable,
  rows: Int32Array,
  officials: Officials,
  groups: number,
  key: (row: number) => number,
): Totals {
  const totals = new Totals(groups, officials);
  for (const row of rows) {
    const group = key(row);
    if (group >= 0) totals.add(group, table, row);
  }
  return totals;
}

/** How many of the rows have the value in the column. */
export function countWhere(rows: Int32Array, column: ArrayLike<number>, value: number): number {
  let found = 0;
  for (const row of rows) if (column[row] === value) found++;
  return found;
}

/** The value below which the share `p` lies, interpolated as the warehouse's percentile_cont does. */
export function quantile(sorted: ArrayLike<number>, p: number): number | null {
  if (!sorted.length) return null;
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

/** Median of a column of whole numbers over the rows. */
export function medianOf(column: Int32Array, rows: Int32Array): number | null {
  const values = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]];
  return quantile(values.sort(), 0.5);
}
