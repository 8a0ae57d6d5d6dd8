/** Days from trade to disclosure, in classes. */
import type { Column } from "../charts/bars";
import type { TradeTable } from "./trades";

const WIDTH = 15;
const LAST = 180;

/** Trades by lag in steps of 15 days; the last class has all beyond half a year. */
export function lagColumns(table: TradeTable, rows: Int32Array): Column[] {
  const columns = Array.from({ length: LAST / WIDTH + 1 }, (_, index) => ({ x1: index * WIDTH, x2: (index + 1) * WIDTH, value: 0 }));
  // 45 days are in time: a class ends with its last day, so that the law's limit lies between two
  for (const row of rows) columns[Math.min(columns.length - 1, Math.max(0, Math.ceil(table.lag[row] / WIDTH) - 1))].value++;
  return columns;
}

export const lagClass = ({ x1, x2 }: Column): string => (x1 >= LAST ? `more than ${LAST}` : `${x1 ? x1 + 1 : 0}–${x2}`);
