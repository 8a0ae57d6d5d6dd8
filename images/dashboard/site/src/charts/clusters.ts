/** Clusters in time. */
import { axisX, axisY, dot, gridY } from "@observablehq/plot";
import { toDate } from "../data/days";
import type { Day } from "../data/types";
import { INK, LINE, PURCHASE_COLOR, SALE_COLOR, draw, incomplete, type Drawing } from "./frame";

export interface ClusterPoint {
  day: Day;
  officials: number;
  isPurchase: boolean;
  isBipartisan: boolean;
  title: string;
}

/** One dot a cluster, by its first trade and how many officials are in it; bipartisan ones are filled. */
export function clusterDots(points: readonly ClusterPoint[], range: { from: Day; to: Day; incompleteFrom: Day | null }, width: number): Drawing {
  const color = (point: ClusterPoint) => (point.isPurchase ? PURCHASE_COLOR : SALE_COLOR);
  return draw({
    width,
    height: 260,
    marginLeft: 36,
    marginTop: 24,
    x: { type: "utc", domain: [toDate(range.from), toDate(range.to + 1)], label: null },
    y: { domain: [2, Math.max(6, ...points.map((point) => point.officials)) + 1], label: null },
    marks: [
      ...(range.incompleteFrom === null ? [] : incomplete(Math.max(range.incompleteFrom, range.from), range.to)),
      gridY({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, fill: INK, tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : "") }),
      axisX({ tickSize: 0, ticks: width < 520 ? 5 : 10 }),
      dot(points, {
        x: (point: ClusterPoint) => toDate(point.day),
        y: "officials",
        symbol: "triangle",
        rotate: (point: ClusterPoint) => (point.isPurchase ? 0 : 180),
        fill: (point: ClusterPoint) => (point.isBipartisan ? color(point) : "var(--paper)"),
        stroke: color,
        strokeWidth: 1.6,
        r: 6,
        title: "title",
      }),
    ],
  });
}
