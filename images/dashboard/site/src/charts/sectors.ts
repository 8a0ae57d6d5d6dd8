/** Net flows by sector and month. */
import { axisX, axisY, rect } from "@observablehq/plot";
import { addMonths, toDate } from "../data/days";
import type { Day } from "../data/types";
import { signedCount } from "../format";
import { INK, draw, incomplete, fit, type Drawing } from "./frame";

export interface Flow {
  sector: string;
  month: Day;
  purchases: number;
  sales: number;
}

export const FLOW_COLORS = [
  "var(--flow-sale-3)",
  "var(--flow-sale-2)",
  "var(--flow-sale-1)",
  "var(--flow-even)",
  "var(--flow-purchase-1)",
  "var(--flow-purchase-2)",
  "var(--flow-purchase-3)",
];

/** Class of a flow: which share of the trades purchases are more than sales. */
export function flowColor(purchases: number, sales: number): string {
  const balance = (purchases - sales) / Math.max(1, purchases + sales);
  const step = balance === 0 ? 0 : Math.abs(balance) <= 1 / 3 ? 1 : Math.abs(balance) <= 2 / 3 ? 2 : 3;
  return FLOW_COLORS[3 + Math.sign(balance) * step];
}

/** One row a sector, one cell a month; more purchases than sales in one colour, fewer in the other. */
export function flows(
  cells: readonly Flow[],
  sectors: readonly string[],
  range: { from: Day; to: Day; incompleteFrom: Day | null },
  width: number,
): Drawing {
  const marginLeft = Math.min(220, Math.max(104, width * 0.3));
  const labels = new Map(sectors.map((sector) => [sector, fit(sector, marginLeft)]));
  const rows = new Map(sectors.map((sector, index) => [sector, index]));
  return draw({
    width,
    height: sectors.length * 30 + 52,
    marginLeft,
    marginTop: 22,
    x: { type: "utc", domain: [toDate(range.from), toDate(range.to + 1)], label: null },
    y: { type: "linear", domain: [sectors.length, 0], label: null },
    marks: [
      ...(range.incompleteFrom === null ? [] : incomplete(Math.max(range.incompleteFrom, range.from), range.to)),
      rect(cells, {
        x1: (flow: Flow) => toDate(flow.month),
        x2: (flow: Flow) => toDate(addMonths(flow.month, 1)),
        y1: (flow: Flow) => rows.get(flow.sector)!,
        y2: (flow: Flow) => rows.get(flow.sector)! + 1,
        fill: (flow: Flow) => flowColor(flow.purchases, flow.sales),
        fillOpacity: (flow: Flow) => (range.incompleteFrom !== null && addMonths(flow.month, 1) > range.incompleteFrom ? 0.55 : 1),
        inset: 1,
        title: (flow: Flow) => `${flow.sector}\n${flow.purchases} purchases, ${flow.sales} sales (net ${signedCount(flow.purchases - flow.sales)})`,
      }),
      axisX({ anchor: "bottom", tickSize: 0, ticks: width < 520 ? 4 : 10 }),
      axisY({
        ticks: sectors.map((_, index) => index + 0.5),
        tickFormat: (at: number) => labels.get(sectors[Math.floor(at)]) ?? "",
        tickSize: 0,
        fill: INK,
        fontSize: 12.5,
      }),
    ],
  });
}
