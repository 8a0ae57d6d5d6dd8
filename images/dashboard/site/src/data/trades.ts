/** Trades as typed columns: what the pages filter and add up. */
import { plainText } from "../format";
import type { Nullable, Trades } from "./types";

export const PURCHASE = 0;
export const SALE = 1;
export const SALE_PARTIAL = 2;
export const EXCHANGE = 3;
/** The law's limit (STOCK Act): a trade disclosed after more than 45 days is late. */
export const LAW_DAYS = 45;

/** -1 stands for null in the index columns, NaN in the amounts. */
export class TradeTable {
  readonly day: Int32Array;
  readonly lag: Int32Array;
  readonly official: Int32Array;
  readonly ticker: Int32Array;
  readonly type: Uint8Array;
  readonly owner: Uint8Array;
  readonly sector: Int32Array;
  readonly committees: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  private readonly amount: Int32Array;
  private readonly report: Int32Array;
  private readonly name: Int32Array;
  private readonly kind: Int32Array;
  private readonly raws: string[] = [];
  private readonly urls: Nullable<string>[] = [];
  private readonly names: string[] = [];
  private readonly kinds: string[] = [];

  constructor(parts: readonly Trades[]) {
    const rows = parts.reduce((sum, part) => sum + part.day.length, 0);
    this.day = new Int32Array(rows);
    this.lag = new Int32Array(rows);
    this.official = new Int32Array(rows);
    this.ticker = new Int32Array(rows);
    this.type = new Uint8Array(rows);
    this.owner = new Uint8Array(rows);
    this.sector = new Int32Array(rows);
    this.committees = new Int32Array(rows);
    this.low = new Float64Array(rows);
    this.high = new Float64Array(rows);
    this.amount = new Int32Array(rows);
    this.report = new Int32Array(rows);
    this.name = new Int32Array(rows);
    this.kind = new Int32Array(rows);
    let start = 0;
    for (const part of parts) {
      this.append(part, start);
      start += part.day.length;
    }
  }

  get rows(): number {
    return this.day.length;
  }

  /** The amount as it was disclosed. */
  amountText(row: number): string {
    return this.raws[this.amount[row]];
  }

  /** Address of the filing, as disclosed. */
  url(row: number): Nullable<string> {
    return this.urls[this.report[row]];
  }

  /** The security's name as disclosed, where the ticker does not say it. */
  securityName(row: number): Nullable<string> {
    return this.name[row] < 0 ? null : this.names[this.name[row]];
  }

  /** Kind of security as disclosed, e.g. STOCK. */
  securityKind(row: number): Nullable<string> {
    return this.kind[row] < 0 ? null : this.kinds[this.kind[row]];
  }

  isLate(row: number): boolean {
    return this.lag[row] > LAW_DAYS;
  }

  private append(part: Trades, start: number): void {
    this.day.set(part.day, start);
    this.lag.set(part.lag, start);
    this.official.set(part.official, start);
    this.type.set(part.type, start);
    this.owner.set(part.owner, start);
    fill(this.ticker, part.ticker, start, 0);
    fill(this.sector, part.sector, start, 0);
    fill(this.committees, part.committees, start, 0);
    fill(this.amount, part.amount, start, this.raws.length);
    fill(this.report, part.report, start, this.urls.length);
    fill(this.name, part.name, start, this.names.length);
    fill(this.kind, part.kind, start, this.kinds.length);
    const { raw, min, max } = part.amounts;
    for (let row = 0; row < part.amount.length; row++) {
      this.low[start + row] = min[part.amount[row]] ?? NaN;
      this.high[start + row] = max[part.amount[row]] ?? NaN;
    }
    for (const text of raw) this.raws.push(text);
    for (const url of part.reports.url) this.urls.push(url);
    for (const name of part.names) this.names.push(plainText(name));
    for (const kind of part.kinds) this.kinds.push(kind);
  }
}

function fill(target: Int32Array, values: readonly Nullable<number>[], start: number, offset: number): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    target[start + row] = value == null ? -1 : value + offset;
  }
}
