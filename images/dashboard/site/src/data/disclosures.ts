/** The latest reports. */
import { chunksBetween, type Filters } from "../state/filters";
import { load } from "./files";
import type { Chunk, Disclosures } from "./types";

export interface Disclosure {
  file: Disclosures;
  row: number;
}

/** The last reports filed on the chosen days by the chosen people, newest first; about `enough` of them. */
export async function latestDisclosures(chunks: readonly Chunk[], filters: Filters, people: Uint8Array, enough: number): Promise<Disclosure[]> {
  const found: Disclosure[] = [];
  for (const key of chunksBetween(chunks, filters.from, filters.to).reverse()) {
    const file = await load<Disclosures>(`disclosures/${key}.json`);
    for (let row = file.official.length - 1; row >= 0; row--) {
      const day = file.report_day[row];
      if (people[file.official[row]] && day >= filters.from! && day <= filters.to! && holds(file, row, filters.type)) {
        found.push({ file, row });
      }
    }
    if (found.length >= enough) break;
  }
  return found;
}

function holds(file: Disclosures, row: number, type: Filters["type"]): boolean {
  if (type === null) return true;
  if (type === "purchase") return file.purchases[row] > 0;
  if (type === "exchange") return file.exchanges[row] > 0;
  if (type === "sale_partial") return file.partial_sales[row] > 0;
  return file.sales[row] > (type === "sale" ? file.partial_sales[row] : 0);
}
