/** Bars: over time, by category, by type. */
import { axisX, axisY, barX, gridX, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import { addMonths, monthOf, toDate, weekOf } from "../data/days";
import { PURCHASE, SALE, SALE_PARTIAL, type TradeTable } from "../data/trades";
import type { Day } from "../data/types";
import { count } from "../format";
import { INK, LINE, PARTIAL_COLOR, PURCHASE_COLOR, SALE_COLOR, draw, incomplete, fit, type Drawing } from "./frame";

export interface Bin {
  start: Day;
  end: Day;
  counts: [purchases: number, sales: number, partialSales: number, exchanges: number];
}

/** Trades by week if the days span half a year at most, else by month. */
export function binsOf(table: TradeTable, rows: Int32Array, from: Day | null, to: Day | null): Bin[] {
  if (from === null || to === null || from > to) return [];
  const weekly = to - from <= 190;
  const floor = weekly ? weekOf : monthOf;
  const bins = new Map<Day, Bin>();
  for (let start = floor(from); start <= to; ) {
    const end = weekly ? start + 7 : addMonths(start, 1);
    bins.set(start, { start, end, counts: [0, 0, 0, 0] });
    start = end;
  }
  // rows are sorted by day within each chunk, so the last bin is mostly the next one's too
  let bin: Bin | undefined;
  for (const row of rows) {
    const day = table.day[row];
    if (!bin || day < bin.start || day >= bin.end) bin = bins.get(floor(day))!;
    bin.counts[table.type[row]]++;
  }
  return [...bins.values()];
}

/** Purchases up, sales down. */
export function activity(bins: readonly Bin[], range: { from: Day; to: Day; incompleteFrom: Day | null }, width: number): Drawing {
  const bars = bins.flatMap(({ start, end, counts }) => {
    const span = { x1: toDate(start), x2: toDate(end) };
    const sales = -counts[SALE];
    return [
      { ...span, y1: 0, y2: counts[PURCHASE], fill: PURCHASE_COLOR },
      { ...span, y1: 0, y2: sales, fill: SALE_COLOR },
      { ...span, y1: sales, y2: sales - counts[SALE_PARTIAL], fill: PARTIAL_COLOR },
    ].filter((bar) => bar.y1 !== bar.y2);
  });
  const first = bins.length ? Math.min(bins[0].start, range.from) : range.from;
  const last = bins.length ? bins[bins.length - 1].end : range.to + 1;
  return draw({
    width,
    height: width < 520 ? 260 : 320,
    marginLeft: 44,
    marginRight: 8,
    marginTop: 24,
    x: { type: "utc", domain: [toDate(first), toDate(last)] },
    y: { label: null, nice: true },
    marks: [
      axisY({ tickFormat: (value: number) => count(Math.abs(value)), ticks: 6, tickSize: 0 }),
      ruleY([0], { stroke: INK }),
      ...(range.incompleteFrom === null ? [] : incomplete(Math.max(range.incompleteFrom, first), Math.min(range.to, last - 1))),
      rectY(bars, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill", insetLeft: 0.5, insetRight: 0.5 }),
      axisX({ tickSize: 0, ticks: width < 520 ? 5 : 10 }),
      ruleY([0], { stroke: INK }),
    ],
  });
}

export interface Category {
  label: string;
  purchases: number;
  sales: number;
  partialSales: number;
}

/** For each category, sales to the left and purchases to the right. */
export function opposed(categories: readonly Category[], width: number): Drawing {
  const marginLeft = Math.min(230, Math.max(96, width * 0.34));
  const labels = new Map(categories.map((category, index) => [String(index), fit(category.label, marginLeft)]));
  const bars = categories.flatMap((category, index) => {
    const full = category.sales - category.partialSales;
    return [
      { y: String(index), x1: 0, x2: category.purchases, fill: PURCHASE_COLOR },
      { y: String(index), x1: -full, x2: 0, fill: SALE_COLOR },
      { y: String(index), x1: -category.sales, x2: -full, fill: PARTIAL_COLOR },
    ].filter((bar) => bar.x1 !== bar.x2);
  });
  const ends = categories.flatMap((category, index) => [
    { y: String(index), x: category.purchases, n: category.purchases, anchor: "start" as const, dx: 4 },
    { y: String(index), x: -category.sales, n: category.sales, anchor: "end" as const, dx: -4 },
  ]);
  const marks = (anchor: "start" | "end") =>
    text(
      ends.filter((end) => end.anchor === anchor),
      { y: "y", x: "x", text: (end: { n: number }) => count(end.n), textAnchor: anchor, dx: anchor === "start" ? 4 : -4, fill: INK },
    );
  return draw({
    width,
    height: categories.length * 26 + 20,
    marginLeft,
    marginRight: 36,
    marginTop: 4,
    marginBottom: 12,
    x: { axis: null, insetLeft: 36 },
    y: { domain: [...labels.keys()], label: null },
    marks: [
      axisY({ tickFormat: (index: string) => labels.get(index) ?? "", tickSize: 0, fill: INK, fontSize: 12.5 }),
      barX(bars, { y: "y", x1: "x1", x2: "x2", fill: "fill", insetTop: 4, insetBottom: 4 }),
      ruleX([0], { stroke: INK }),
      marks("start"),
      marks("end"),
    ],
  });
}

export interface Stack {
  label: string;
  parts: { value: number; color: string }[];
}

/** Horizontal stacked bars with their sum. */
export function stacks(rows: readonly Stack[], width: number, options: { marginLeft?: number; format?: (value: number) => string } = {}): Drawing {
  const format = options.format ?? count;
  const marginLeft = options.marginLeft ?? 96;
  const labels = new Map(rows.map((row, index) => [String(index), fit(row.label, marginLeft)]));
  const bars = rows.flatMap((row, index) => {
    let at = 0;
    return row.parts
      .filter((part) => part.value > 0)
      .map((part) => ({ y: String(index), x1: at, x2: (at += part.value), fill: part.color }));
  });
  const sums = rows.map((row, index) => ({ y: String(index), sum: row.parts.reduce((total, part) => total + part.value, 0) }));
  return draw({
    width,
    height: rows.length * 34 + 20,
    marginLeft,
    marginRight: 56,
    marginTop: 4,
    marginBottom: 12,
    x: { axis: null },
    y: { domain: [...labels.keys()], label: null },
    marks: [
      gridX({ stroke: LINE, strokeOpacity: 1, ticks: 4 }),
      axisY({ tickFormat: (index: string) => labels.get(index) ?? "", tickSize: 0, fill: INK, fontSize: 12.5 }),
      barX(bars, { y: "y", x1: "x1", x2: "x2", fill: "fill", insetTop: 5, insetBottom: 5 }),
      text(sums, { y: "y", x: "sum", text: (row: { sum: number }) => format(row.sum), textAnchor: "start", dx: 5, fill: INK }),
      ruleX([0], { stroke: INK }),
    ],
  });
}

export interface Column {
  x1: number;
  x2: number;
  value: number;
}

/** A histogram with named lines, e.g. the law's 45 days. */
export function histogram(
  columns: readonly Column[],
  width: number,
  options: { label: string; lines: { x: number; label: string }[]; color: (column: Column) => string },
): Drawing {
  return draw({
    width,
    height: 240,
    marginLeft: 44,
    marginTop: 34,
    marginBottom: 38,
    x: { label: options.label, labelAnchor: "center", labelArrow: "none" },
    y: { label: null, nice: true },
    marks: [
      axisY({ tickSize: 0, ticks: 5, tickFormat: (value: number) => (Number.isInteger(value) ? count(value) : "") }),
      rectY(columns, { x1: "x1", x2: "x2", y1: 0, y2: "value", fill: options.color, insetLeft: 0.5, insetRight: 0.5 }),
      axisX({ tickSize: 3 }),
      ruleY([0], { stroke: INK }),
      text(columns.filter(({ value }) => value > 0), {
        x: ({ x1, x2 }: Column) => (x1 + x2) / 2,
        y: "value",
        text: ({ value }: Column) => count(value),
        dy: -8,
        fill: INK,
        fontSize: width < 520 ? 9 : 11,
      }),
      ruleX(options.lines, { x: "x", stroke: INK, strokeDasharray: "3,3" }),
      text(options.lines, { x: "x", frameAnchor: "top", text: "label", dy: -24, fill: INK, fontWeight: 600 }),
    ],
  });
}
