/** Rows by batch date. */
import { axisX, axisY, gridY, line, rectY, ruleY } from "@observablehq/plot";
import { toDate } from "../data/days";
import type { Day } from "../data/types";
import { count, share } from "../format";
import { INK, LINE, draw, type Drawing } from "./frame";

export interface BatchRows {
  day: Day;
  published: number;
  quarantined: number;
}

export function batches(rows: readonly BatchRows[], range: { from: Day; to: Day }, width: number): Drawing {
  const bars = rows.flatMap(({ day, published, quarantined }) => [
    { x1: toDate(day), x2: toDate(day + 1), y1: 0, y2: published, fill: "var(--accent)" },
    { x1: toDate(day), x2: toDate(day + 1), y1: published, y2: published + quarantined, fill: "var(--sale)" },
  ]);
  return draw({
    width,
    height: 220,
    marginLeft: 44,
    x: { type: "utc", domain: [toDate(range.from), toDate(range.to + 1)], label: null },
    y: { label: null, nice: true },
    marks: [
      gridY({ stroke: LINE, strokeOpacity: 1, ticks: 4 }),
      axisY({ ticks: 4, tickSize: 0, tickFormat: (value: number) => (Number.isInteger(value) ? count(value) : "") }),
      rectY(bars, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "fill" }),
      axisX({ tickSize: 0, ticks: width < 520 ? 4 : 8 }),
      ruleY([0], { stroke: INK }),
    ],
  });
}

export interface Coverage {
  month: Day;
  share: number;
}

export function coverage(points: readonly Coverage[], range: { from: Day; to: Day }, width: number): Drawing {
  return draw({
    width,
    height: 220,
    marginLeft: 48,
    x: { type: "utc", domain: [toDate(range.from), toDate(range.to + 1)], label: null },
    y: { domain: [0, 1], label: null },
    marks: [
      gridY({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, tickFormat: (value: number) => share(value).replace(".0%", "%") }),
      axisX({ tickSize: 0, ticks: width < 520 ? 4 : 8 }),
      line(points, { x: (point: Coverage) => toDate(point.month), y: "share", stroke: "var(--accent)", strokeWidth: 2, marker: "dot" }),
    ],
  });
}
