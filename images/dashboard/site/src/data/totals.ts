/** Sums over trades, by group. The definitions are those of the marts. */
import type { Officials } from "./types";
import { EXCHANGE, LAW_DAYS, PURCHASE, SALE_PARTIAL, type TradeTable } from "./trades";

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

  add(group: number, low: number, high: number, open: number): void {
    this.low[group] += low;
    this.highs[group] += high;
    this.open[group] += open;
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

// places of the counts of a group's people
const PLACES = 6;
const CHAMBERS: Record<string, number> = { House: 1, Senate: 2 };
const PARTIES: Record<string, number> = { D: 3, R: 4 };
const OTHER_PARTY = 5;

function countOfficial(counts: Int32Array, group: number, officials: Officials, official: number): void {
  const start = group * PLACES;
  const chamber = CHAMBERS[officials.chamber[official] ?? ""];
  counts[start]++;
  // an official whose chamber is not known is in neither
  if (chamber) counts[start + chamber]++;
  counts[start + (PARTIES[officials.party[official] ?? ""] ?? OTHER_PARTY)]++;
}

function peopleAt(counts: Int32Array, group: number): People {
  const [officials, house, senate, democrat, republican, other] = counts.subarray(group * PLACES, (group + 1) * PLACES);
  return { officials, house, senate, democrat, republican, other };
}

/** These officials, split by chamber and party. */
export function peopleOf(officials: Officials, chosen: readonly number[]): People {
  const counts = new Int32Array(PLACES);
  for (const official of chosen) countOfficial(counts, 0, officials, official);
  return peopleAt(counts, 0);
}

const TYPES = 4;

/** Sums of trades by official and type: a few thousand, however many trades there are. What depends on nothing else is made of them. */
export class Cells {
  readonly trades: Int32Array;
  readonly late: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly open: Int32Array;

  constructor(table: TradeTable, rows: Int32Array, readonly officials: Officials) {
    const cells = officials.member_id.length * TYPES;
    this.trades = new Int32Array(cells);
    this.late = new Int32Array(cells);
    this.low = new Float64Array(cells);
    this.high = new Float64Array(cells);
    this.open = new Int32Array(cells);
    const { trades, late, low, high, open } = this;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      const cell = table.official[row] * TYPES + table.type[row];
      const [least, most] = [table.low[row], table.high[row]];
      trades[cell]++;
      if (table.lag[row] > LAW_DAYS) late[cell]++;
      if (least === least) low[cell] += least;
      if (most === most) high[cell] += most;
      else open[cell]++;
    }
  }
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
    this.counts = new Int32Array(groups * PLACES);
  }

  add(group: number, table: TradeTable, row: number): void {
    const [low, high] = [table.low[row], table.high[row]];
    const isOpen = high !== high;
    this.put(group, table.official[row], table.type[row], 1, Number(table.isLate(row)), low === low ? low : 0, isOpen ? 0 : high, Number(isOpen));
  }

  addCell(group: number, cells: Cells, official: number, type: number): void {
    const cell = official * TYPES + type;
    if (cells.trades[cell]) this.put(group, official, type, cells.trades[cell], cells.late[cell], cells.low[cell], cells.high[cell], cells.open[cell]);
  }

  private put(group: number, official: number, type: number, trades: number, late: number, low: number, high: number, open: number): void {
    this.trades[group] += trades;
    this.late[group] += late;
    this.amounts.add(group, low, high, open);
    if (type === PURCHASE) {
      this.purchases[group] += trades;
      this.purchaseAmounts.add(group, low, high, open);
    } else if (type === EXCHANGE) {
      this.exchanges[group] += trades;
    } else {
      this.sales[group] += trades;
      if (type === SALE_PARTIAL) this.partialSales[group] += trades;
      this.saleAmounts.add(group, low, high, open);
    }
    const slot = group * this.officials.member_id.length + official;
    if (!this.seen[slot]) {
      this.seen[slot] = 1;
      countOfficial(this.counts, group, this.officials, official);
    }
  }

  /** Distinct officials, split by chamber and party. */
  people(group: number): People {
    return peopleAt(this.counts, group);
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

/** The group of a row: the column's value. */
export const by =
  (column: ArrayLike<number>) =>
  (row: number): number =>
    column[row];

/** Totals by the group that `key` gives to an official and a type. */
export function totalsOf(cells: Cells, groups: number, key: (official: number, type: number) => number): Totals {
  const { officials } = cells;
  const totals = new Totals(groups, officials);
  for (let official = 0; official < officials.member_id.length; official++) {
    for (let type = 0; type < TYPES; type++) totals.addCell(key(official, type), cells, official, type);
  }
  return totals;
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

/** Median of a column of whole numbers over the rows, by counting: lags are few values. */
export function medianOf(column: Int32Array, rows: Int32Array): number | null {
  if (!rows.length) return null;
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < rows.length; at++) {
    const value = column[rows[at]];
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const counts = new Int32Array(most - least + 1);
  for (let at = 0; at < rows.length; at++) counts[column[rows[at]] - least]++;
  const ranked = (rank: number): number => {
    let value = 0;
    for (let below = counts[0]; below <= rank; below += counts[value]) value++;
    return least + value;
  };
  return (ranked(Math.floor((rows.length - 1) / 2)) + ranked(Math.floor(rows.length / 2))) / 2;
}
