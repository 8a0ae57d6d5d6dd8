/** Excess returns of trades, row by row beside the table of trades. */
import type { Returns } from "./types";
import { ENTRIES, type Entry } from "./types";

const UNIT = 1e-6;

/** The excess returns of one entry and horizon. NaN stands for none; then `reason` is an index into the reasons, else -1. */
interface Measures {
  excess: Float64Array;
  reason: Int32Array;
}

export class ExcessTable {
  readonly reasons: string[] = [];
  private readonly measures = new Map<string, Measures>();

  constructor(parts: readonly Returns[], horizons: readonly number[]) {
    for (const entry of ENTRIES) {
      for (const horizon of horizons) {
        const name = `${entry}_${horizon}` as const;
        const rows = parts.reduce((sum, part) => sum + part[name].length, 0);
        const measures = { excess: new Float64Array(rows), reason: new Int32Array(rows).fill(-1) };
        let at = 0;
        for (const part of parts) {
          const reasons = part.reasons.map((reason) => this.indexOf(reason));
          for (const value of part[name]) {
            if (typeof value === "number") measures.excess[at] = value * UNIT;
            else {
              measures.excess[at] = NaN;
              measures.reason[at] = reasons[Number(value)];
            }
            at++;
          }
        }
        this.measures.set(name, measures);
      }
    }
  }

  of(entry: Entry, horizon: number): Measures {
    return this.measures.get(`${entry}_${horizon}`)!;
  }

  private indexOf(reason: string): number {
    const found = this.reasons.indexOf(reason);
    return found >= 0 ? found : this.reasons.push(reason) - 1;
  }
}

/** Excess returns of the rows, smallest first, and how many are missing for which reason. */
export function measured(table: ExcessTable, entry: Entry, horizon: number, rows: Iterable<number>): { values: Float64Array; missing: Map<string, number> } {
  const { excess, reason } = table.of(entry, horizon);
  const values: number[] = [];
  const missing = new Map<string, number>();
  for (const row of rows) {
    if (reason[row] < 0) values.push(excess[row]);
    else {
      const name = table.reasons[reason[row]];
      missing.set(name, (missing.get(name) ?? 0) + 1);
    }
  }
  return { values: Float64Array.from(values).sort(), missing };
}
