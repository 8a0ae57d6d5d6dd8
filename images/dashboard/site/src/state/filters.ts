/** The filters in the address, and the rows that pass them. */
import { isIsoDay, quarterOf, toDay, toIso } from "../data/days";
import { SALE, SALE_PARTIAL, type TradeTable } from "../data/trades";
import type { Chunk, Day } from "../data/types";
import type { Site } from "./site.svelte";

export const FILTER_NAMES = ["chamber", "party", "state", "type", "from", "to"] as const;
/** Periods of the figures that are counted for fixed ones only. */
export const PERIODS = { "12_months": "Last 12 months", all: "All time" } as const;
export const CHAMBERS = ["House", "Senate"] as const;
export const PARTY_GROUPS = { D: "Democrats", R: "Republicans", other: "Other parties" } as const;
export const TYPE_GROUPS = {
  purchase: "Purchases",
  sales: "All sales",
  sale: "Full sales",
  sale_partial: "Partial sales",
  exchange: "Exchanges",
} as const;

const TYPE_NUMBERS: Record<keyof typeof TYPE_GROUPS, number[]> = {
  purchase: [0],
  sales: [SALE, SALE_PARTIAL],
  sale: [SALE],
  sale_partial: [SALE_PARTIAL],
  exchange: [3],
};

export interface Filters {
  chamber: string | null;
  party: keyof typeof PARTY_GROUPS | null;
  state: string | null;
  type: keyof typeof TYPE_GROUPS | null;
  /** Transaction dates, both ends included; null where nothing is published. */
  from: Day | null;
  to: Day | null;
  period: keyof typeof PERIODS;
}

/** The filters of an address. What it does not say, or says wrongly, is the default: the last 12 months. */
export function readFilters(query: URLSearchParams, site: Site): Filters {
  return {
    chamber: oneOf(query.get("chamber"), CHAMBERS),
    party: oneOf(query.get("party"), Object.keys(PARTY_GROUPS)) as Filters["party"],
    state: oneOf(query.get("state"), site.meta.states.code),
    type: oneOf(query.get("type"), Object.keys(TYPE_GROUPS)) as Filters["type"],
    from: dayOr(query.get("from"), site.defaultFrom),
    to: dayOr(query.get("to"), site.dataThrough),
    period: (oneOf(query.get("period"), Object.keys(PERIODS)) as Filters["period"] | null) ?? "all",
  };
}

/** The part of an address' query that holds filters: what links to other views carry along. */
export function filterQuery(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => name === "period" || (FILTER_NAMES as readonly string[]).includes(name)));
}

/** A day as it stands in the address: null, that is nothing, for the default. */
export const dayParameter = (day: Day, standard: Day | null): string | null => (day === standard ? null : toIso(day));

function oneOf(value: string | null, allowed: readonly string[]): string | null {
  return value !== null && allowed.includes(value) ? value : null;
}

function dayOr(value: string | null, standard: Day | null): Day | null {
  return value !== null && isIsoDay(value) ? toDay(value) : standard;
}

/** The chunks that hold the days. */
export function chunksBetween(chunks: readonly Chunk[], from: Day | null, to: Day | null): string[] {
  if (from === null || to === null || from > to) return [];
  const [first, last] = [quarterOf(from), quarterOf(to)];
  return chunks.map((chunk) => chunk.key).filter((key) => key >= first && key <= last);
}

/** 1 for each official who passes the filters on people. */
export function officialMask(site: Site, filters: Pick<Filters, "chamber" | "party" | "state">): Uint8Array {
  const { chamber, party, state } = site.officials;
  const mask = new Uint8Array(chamber.length);
  for (let i = 0; i < mask.length; i++) {
    mask[i] = Number(
      (filters.chamber === null || chamber[i] === filters.chamber) &&
        (filters.party === null || partyGroup(party[i]) === filters.party) &&
        (filters.state === null || state[i] === filters.state),
    );
  }
  return mask;
}

export const partyGroup = (party: string | null): keyof typeof PARTY_GROUPS =>
  party === "D" || party === "R" ? party : "other";

/** 1 for each transaction type that passes. */
export function typeMask(filters: Pick<Filters, "type">): Uint8Array {
  const mask = new Uint8Array(4);
  if (filters.type === null) mask.fill(1);
  else for (const type of TYPE_NUMBERS[filters.type]) mask[type] = 1;
  return mask;
}

/** Whether a row passes all filters. */
export function rowFilter(filters: Filters, people: Uint8Array): (table: TradeTable, row: number) => boolean {
  const types = typeMask(filters);
  const [from, to] = [filters.from ?? Infinity, filters.to ?? -Infinity];
  return ({ day, type, official }, row) => day[row] >= from && day[row] <= to && types[type[row]] === 1 && people[official[row]] === 1;
}

/** The rows that pass all filters, in the table's order. */
export function select(table: TradeTable, filters: Filters, people: Uint8Array): Int32Array {
  const rows = new Int32Array(table.rows);
  const { from, to } = filters;
  if (from === null || to === null) return rows.subarray(0, 0);
  const { day, type, official } = table;
  const types = typeMask(filters);
  let found = 0;
  // without a branch: which rows pass is chance to the processor, and each wrong guess costs more than the test
  for (let row = 0; row < rows.length; row++) {
    rows[found] = row;
    found += Number(day[row] >= from) & Number(day[row] <= to) & types[type[row]] & people[official[row]];
  }
  return rows.subarray(0, found);
}
