/** A ticker's closes, with the trades marked on the day that they were made. */
import { axisX, axisY, dot, gridY, line, ruleX } from "@observablehq/plot";
import { toDate } from "../data/days";
import { PURCHASE, EXCHANGE, type TradeTable } from "../data/trades";
import type { Day } from "../data/types";
import { date, TYPES, wholePrice } from "../format";
import { INK, LINE, MUTED, TYPE_COLORS, draw, incomplete, type Drawing } from "./frame";

export interface Prices {
  day: Day[];
  close: number[];
}

interface Mark {
  row: number;
  day: Day;
  type: number;
  close: number | null;
}

/** Marks stand at the trades' own prices; a trade without one has none. Purchases are triangles that point up, sales ones that point down. */
export function priceLine(
  prices: Prices,
  table: TradeTable,
  rows: Int32Array,
  tradePrices: readonly (number | null)[],
  options: { from: Day; to: Day; incompleteFrom: Day | null; splits: Day[]; nameOf: (official: number) => string },
  width: number,
): Drawing {
  const within = (day: Day) => day >= options.from && day <= options.to;
  const closes = prices.day
    .map((day, index) => ({ day, date: toDate(day), close: prices.close[index] }))
    .filter(({ day }) => within(day));
  const marks = [...rows]
    .map((row): Mark => ({ row, day: table.day[row], type: table.type[row], close: tradePrices[row] }))
    .filter((mark) => mark.close !== null && within(mark.day));
  return draw({
    width,
    height: width < 520 ? 260 : 340,
    marginLeft: 56,
    marginTop: 24,
    x: { type: "utc", domain: [toDate(options.from), toDate(options.to + 1)], label: null },
    y: { label: null, nice: true, zero: false },
    marks: [
      ...(options.incompleteFrom === null ? [] : incomplete(Math.max(options.incompleteFrom, options.from), options.to)),
      gridY({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, tickFormat: wholePrice }),
      axisX({ tickSize: 0, ticks: width < 520 ? 5 : 10 }),
      ruleX(options.splits.filter(within).map(toDate), { stroke: MUTED, strokeDasharray: "2,3" }),
      line(closes, { x: "date", y: "close", stroke: INK, strokeWidth: 1.2 }),
      ...[marks.filter(({ type }) => type === PURCHASE), marks.filter(({ type }) => type !== PURCHASE)].map((side, index) =>
        dot(side, {
          x: (mark: Mark) => toDate(mark.day),
          y: "close",
          fill: (mark: Mark) => TYPE_COLORS[mark.type],
          stroke: "var(--paper)",
          strokeWidth: 0.8,
          r: 5.5,
          symbol: (mark: Mark) => (mark.type === EXCHANGE ? "diamond" : "triangle"),
          rotate: index * 180,
          // purchases below the line, sales above it
          dy: index === 0 ? 8 : -8,
          title: (mark: Mark) => `${options.nameOf(table.official[mark.row])}\n${TYPES[mark.type]}, ${date(mark.day)}\n${table.amountText(mark.row)}`,
        }),
      ),
    ],
  });
}
