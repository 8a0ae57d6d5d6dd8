/** What a page shows: the site, its filters, and the trades that pass them. */
import { getContext, setContext } from "svelte";
import { load } from "../data/files";
import { TradeTable } from "../data/trades";
import type { Trades } from "../data/types";
import { chunksBetween, filterQuery, officialMask, readFilters, select, type Filters } from "./filters";
import { resource, type Resource } from "./resource.svelte";
import { address, route } from "./route.svelte";
import type { Site } from "./site.svelte";

const SITE = Symbol("site");
export const provideSite = (site: Site): Site => setContext(SITE, site);
export const useSite = (): Site => getContext(SITE);

/** Address of another page with the filters of this one. */
export const link = (...path: string[]): string => address(path, filterQuery(route.current.query));

const KEPT_TABLES = 3;
const tables = new Map<string, Promise<TradeTable>>();

/** The trades of these chunks as one table. */
export function tableOf(keys: readonly string[]): Promise<TradeTable> {
  const name = keys.join();
  const found =
    tables.get(name) ??
    Promise.all(keys.map((key) => load<Trades>(`trades/${key}.json`))).then((parts) => new TradeTable(parts));
  tables.delete(name);
  tables.set(name, found);
  found.catch(() => tables.delete(name));
  if (tables.size > KEPT_TABLES) tables.delete(tables.keys().next().value!);
  return found;
}

export interface View {
  readonly site: Site;
  readonly filters: Filters;
  /** 1 for each official who passes the filters. */
  readonly people: Uint8Array;
}

/** The filters of the address. To be called while a component is set up. */
export function useView(): View {
  const site = useSite();
  const filters = $derived(readFilters(route.current.query, site));
  const people = $derived(officialMask(site, filters));
  return {
    site,
    get filters() {
      return filters;
    },
    get people() {
      return people;
    },
  };
}

export interface TradesView extends View {
  readonly trades: Resource<TradeTable>;
  readonly table: TradeTable;
  /** The rows that pass the filters. */
  readonly rows: Int32Array;
}

const EMPTY = new TradeTable([]);

/** The trades of the chosen days. To be called while a component is set up. */
export function useTrades(): TradesView {
  const view = useView();
  const keys = $derived(chunksBetween(view.site.meta.chunks.trades, view.filters.from, view.filters.to).join());
  const trades = resource(() => tableOf(keys ? keys.split(",") : []));
  const rows = $derived(select(trades.value ?? EMPTY, view.filters, view.people));
  return {
    site: view.site,
    get filters() {
      return view.filters;
    },
    get people() {
      return view.people;
    },
    trades,
    get table() {
      return trades.value ?? EMPTY;
    },
    get rows() {
      return rows;
    },
  };
}
