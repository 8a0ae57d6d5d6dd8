/** Ranges of amounts, from the sum of the low ends to that of the high ends. */
import { axisX, axisY, dot, gridX, link, text } from "@observablehq/plot";
import { money } from "../format";
import { INK, LINE, PURCHASE_COLOR, SALE_COLOR, draw, fit, type Drawing } from "./frame";

export interface AmountRange {
  label: string;
  purchases: { low: number; high: number | null };
  sales: { low: number; high: number | null };
}

/** For each row, purchases above sales; an open range ends in an arrow of its own. */
export function amountRanges(rows: readonly AmountRange[], width: number): Drawing {
  const marginLeft = Math.min(210, Math.max(104, width * 0.3));
  const labels = new Map(rows.map((row, index) => [String(index), fit(row.label, marginLeft)]));
  const greatest = Math.max(1, ...rows.flatMap(({ purchases, sales }) => [purchases.high ?? purchases.low, sales.high ?? sales.low]));
  const smallest = Math.max(
    1,
    Math.min(greatest / 10, ...rows.flatMap(({ purchases, sales }) => [purchases.low, sales.low]).filter((low) => low > 0)),
  );
  const lines = rows.flatMap((row, index) =>
    ([["purchases", PURCHASE_COLOR, -5], ["sales", SALE_COLOR, 5]] as const)
      .map(([side, color, dy]) => ({ y: String(index), color, dy, ...row[side] }))
      .filter((line) => line.low > 0 || (line.high ?? 0) > 0)
      .map((line) => ({ ...line, x1: Math.max(line.low, smallest), x2: line.high ?? greatest * 1.5, open: line.high === null })),
  );
  const decades = Array.from({ length: 12 }, (_, power) => 10 ** power).filter((value) => value >= smallest && value <= greatest * 1.5);
  const ticks = width < 520 ? decades.filter((_, index) => index % 2 === decades.length % 2) : decades;
  const sides = [-5, 5].flatMap((dy) => {
    const side = lines.filter((line) => line.dy === dy);
    return [
      link(side, { x1: "x1", x2: "x2", y: "y", stroke: "color", strokeWidth: 5, strokeLinecap: "butt", strokeOpacity: 0.45, dy }),
      dot(side, { x: "x1", y: "y", fill: "color", r: 3.5, dy }),
      dot(side.filter((line) => !line.open), { x: "x2", y: "y", fill: "color", r: 3.5, dy }),
      text(side.filter((line) => line.open), { x: "x2", y: "y", text: () => "▸ open", textAnchor: "start", fill: INK, fontSize: 11, dy, dx: 1 }),
    ];
  });
  return draw({
    width,
    height: rows.length * 34 + 36,
    marginLeft,
    marginRight: 44,
    marginTop: 4,
    x: { type: "log", domain: [smallest, greatest * 1.5], label: null },
    y: { domain: [...labels.keys()], label: null },
    marks: [
      gridX(ticks, { stroke: LINE, strokeOpacity: 1 }),
      axisX(ticks, { tickFormat: (value: number) => money(value), tickSize: 0 }),
      axisY({ tickFormat: (index: string) => labels.get(index) ?? "", tickSize: 0, fill: INK, fontSize: 12.5 }),
      ...sides,
    ],
  });
}
