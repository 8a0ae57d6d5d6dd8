/** The share of a sector in the trades of a committee's members, beside that in all trades. */
import { axisX, axisY, dot, gridX, link, ruleX } from "@observablehq/plot";
import { share } from "../format";
import { INK, LINE, MUTED, draw, fit, type Drawing } from "./frame";

export interface OverlapShare {
  label: string;
  share: number;
  baseRate: number;
}

export function overlapShares(rows: readonly OverlapShare[], width: number): Drawing {
  const marginLeft = Math.min(330, Math.max(130, width * 0.4));
  const labels = new Map(rows.map((row, index) => [String(index), fit(row.label, marginLeft)]));
  const points = rows.map((row, index) => ({ y: String(index), ...row }));
  return draw({
    width,
    height: rows.length * 28 + 40,
    marginLeft,
    marginRight: 20,
    marginTop: 4,
    x: { label: null, domain: [0, Math.max(0.05, ...rows.flatMap((row) => [row.share, row.baseRate]))], nice: true },
    y: { domain: [...labels.keys()], label: null },
    marks: [
      gridX({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
      ruleX([0], { stroke: INK }),
      axisX({ ticks: width < 520 ? 3 : 5, tickSize: 0, tickFormat: (value: number) => share(value).replace(".0%", "%") }),
      axisY({ tickFormat: (index: string) => labels.get(index) ?? "", tickSize: 0, fill: INK, fontSize: 12.5 }),
      link(points, { x1: "baseRate", x2: "share", y: "y", stroke: MUTED, strokeWidth: 2, strokeOpacity: 0.6 }),
      dot(points, { x: "baseRate", y: "y", fill: "var(--paper)", stroke: INK, strokeWidth: 1.5, r: 4.5 }),
      dot(points, { x: "share", y: "y", fill: "var(--accent)", r: 5 }),
    ],
  });
}
