/** Returns against SPY: their distribution, and an official's means by horizon. */
import { axisX, axisY, dot, gridY, line, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import { count, excess } from "../format";
import { INK, LINE, MUTED, PURCHASE_COLOR, SALE_COLOR, draw, type Drawing } from "./frame";

export interface Distribution {
  horizon: number;
  side: "purchase" | "sale";
  /** Sorted excess returns. */
  values: Float64Array;
  median: number | null;
}

const BIN = 0.05;
const EDGE = 0.5;

/** For each horizon a histogram: purchases up, sales down; what lies beyond ±50 % is in the outermost bars. */
export function distributions(all: readonly Distribution[], horizons: readonly number[], width: number): Drawing {
  const bars = all.flatMap(({ horizon, side, values }) => {
    const bins = new Map<number, number>();
    for (const value of values) {
      const bin = Math.max(-EDGE / BIN, Math.min(EDGE / BIN - 1, Math.floor(value / BIN + 1e-9)));
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    const sign = side === "purchase" ? 1 : -1;
    return [...bins].map(([bin, n]) => ({
      horizon,
      x1: bin * BIN,
      x2: (bin + 1) * BIN,
      y2: (sign * n) / values.length,
      fill: side === "purchase" ? PURCHASE_COLOR : SALE_COLOR,
    }));
  });
  const medians = all
    .filter(({ median }) => median !== null)
    .map(({ horizon, side, median }) => ({
      horizon,
      x: Math.max(-EDGE, Math.min(EDGE, median!)),
      y1: 0,
      y2: side === "purchase" ? 1 : -1,
      side,
    }));
  const unknown = horizons.filter((horizon) => !all.some((distribution) => distribution.horizon === horizon));
  const greatest = Math.max(0.1, ...bars.map((bar) => Math.abs(bar.y2)));
  return draw({
    width,
    height: horizons.length * 104 + 40,
    marginLeft: 64,
    marginRight: 12,
    x: { domain: [-EDGE, EDGE], label: null },
    y: { domain: [-greatest, greatest], axis: null },
    fy: { domain: horizons, axis: null, padding: 0.08 },
    marks: [
      ruleX([-0.25, 0.25], { stroke: LINE }),
      rectY(bars, { fy: "horizon", x1: "x1", x2: "x2", y1: 0, y2: "y2", fill: "fill", insetLeft: 0.5, insetRight: 0.5 }),
      ruleX([0], { stroke: INK, strokeOpacity: 0.5 }),
      ruleY([0], { stroke: INK }),
      ruleX(medians, { fy: "horizon", x: "x", y1: 0, y2: (mark: { y2: number }) => mark.y2 * greatest, stroke: INK, strokeWidth: 2 }),
      text(horizons, { fy: (horizon: number) => horizon, frameAnchor: "left", text: (horizon: number) => `${horizon} days`, dx: -60, fill: INK, fontWeight: 600, textAnchor: "start" }),
      text(unknown, { fy: (horizon: number) => horizon, frameAnchor: "middle", text: () => "fewer than 5 measured", dy: -10, fill: MUTED, fontStyle: "italic" }),
      axisX({
        ticks: [-EDGE, -0.25, 0, 0.25, EDGE],
        tickSize: 0,
        tickFormat: (value: number) => (Math.abs(value) === EDGE ? (value < 0 ? "≤ −50%" : "≥ +50%") : excess(value).replace(".0%", "%")),
      }),
    ],
  });
}

export interface MeanPoint {
  entry: "transaction" | "follower";
  horizon: number;
  mean: number | null;
  measured: number;
}

export const ENTRY_COLORS = { transaction: "var(--entry-transaction)", follower: "var(--entry-follower)" } as const;

/** Mean excess by horizon for both entries; N under each. */
export function means(points: readonly MeanPoint[], width: number): Drawing {
  const shown = points.filter((point) => point.mean !== null);
  const horizons = [...new Set(points.map(({ horizon }) => horizon))];
  const greatest = Math.max(0.02, ...shown.map(({ mean }) => Math.abs(mean!)));
  const stroke = (point: MeanPoint) => ENTRY_COLORS[point.entry];
  const sizes = horizons.map((horizon) => {
    const at = (entry: string) => points.find((point) => point.horizon === horizon && point.entry === entry)?.measured ?? 0;
    return { horizon, label: `N ${count(at("transaction"))} · ${count(at("follower"))}` };
  });
  return draw({
    width,
    height: 270,
    marginLeft: 52,
    marginBottom: 46,
    marginTop: 16,
    x: { type: "point", domain: horizons, label: null, padding: 0.4 },
    y: { domain: [-greatest * 1.15, greatest * 1.15], label: null },
    marks: [
      gridY({ stroke: LINE, strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, tickFormat: (value: number) => excess(value) }),
      ruleY([0], { stroke: INK }),
      line(shown, { x: "horizon", y: "mean", z: "entry", stroke, strokeWidth: 2 }),
      dot(shown, { x: "horizon", y: "mean", fill: stroke, r: 5, symbol: (point: MeanPoint) => (point.entry === "transaction" ? "circle" : "square") }),
      axisX({ tickFormat: (horizon: number) => `${horizon} d`, tickSize: 0, fill: INK }),
      text(sizes, { x: "horizon", text: "label", frameAnchor: "bottom", dy: 36, fill: MUTED, fontSize: width < 520 ? 10 : 11 }),
    ],
  });
}
