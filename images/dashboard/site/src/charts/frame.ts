/** What all charts share: type, colours, and the shade over the days that are not complete yet. */
import { plot, rect, text, type Markish, type PlotOptions } from "@observablehq/plot";
import { toDate } from "../data/days";
import type { Day } from "../data/types";

export const PURCHASE_COLOR = "var(--purchase)";
export const SALE_COLOR = "var(--sale)";
export const PARTIAL_COLOR = "var(--sale-partial)";
export const EXCHANGE_COLOR = "var(--exchange)";
export const TYPE_COLORS = [PURCHASE_COLOR, SALE_COLOR, PARTIAL_COLOR, EXCHANGE_COLOR] as const;
export const PARTY_COLORS = { D: "var(--democrat)", R: "var(--republican)", other: "var(--other-party)" } as const;
export const INK = "var(--ink)";
export const MUTED = "var(--muted)";
export const LINE = "var(--line)";

export type Drawing = SVGSVGElement | HTMLElement;

/** Plots with the site's type. */
export function draw(options: PlotOptions): Drawing {
  return plot({
    ...options,
    style: { background: "none", color: MUTED, fontFamily: "inherit", fontSize: "12px", overflow: "visible" },
  });
}

/** Shades the days from `from` on: what was traded then is not all disclosed yet. */
export function incomplete(from: Day | null, to: Day | null): Markish[] {
  if (from === null || to === null || from > to) return [];
  const span = { x1: toDate(from), x2: toDate(to + 1) };
  return [
    rect([span], { x1: "x1", x2: "x2", fill: "var(--incomplete)", ariaHidden: "true" }),
    text([span], {
      x: "x2",
      frameAnchor: "top",
      text: () => "not all disclosed yet",
      textAnchor: "end",
      lineAnchor: "bottom",
      dy: -6,
      fill: MUTED,
      fontStyle: "italic",
      fontSize: 11,
    }),
  ];
}

const pen = document.createElement("canvas").getContext("2d")!;

/** The label, shortened to what fits beside an axis with this margin. */
export function fit(label: string, margin: number): string {
  pen.font = '12.5px "Inter Variable", system-ui, sans-serif';
  const room = margin - 8;
  if (pen.measureText(label).width <= room) return label;
  let kept = label.length - 1;
  while (kept > 1 && pen.measureText(`${label.slice(0, kept)}…`).width > room) kept--;
  return `${label.slice(0, kept).trimEnd()}…`;
}
