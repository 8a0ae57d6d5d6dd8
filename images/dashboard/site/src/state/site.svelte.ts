/** What every page needs: the small files, loaded once at the start. */
import { toDay } from "../data/days";
import { load } from "../data/files";
import { plainText } from "../format";
import type { Committees, Day, Meta, Officials, Tickers } from "../data/types";

export class Site {
  readonly dataThrough: Day | null;
  readonly incompleteFrom: Day | null;
  readonly defaultFrom: Day | null;
  readonly firstDay: Day | null;
  readonly collectedFrom: Day | null;
  private readonly officialIndex: Map<string, number>;
  private readonly tickerIndex: Map<string, number>;
  private readonly stateNames: Map<string, string>;

  constructor(
    readonly meta: Meta,
    readonly officials: Officials,
    readonly tickers: Tickers,
    readonly committees: Committees,
  ) {
    this.dataThrough = dayOf(meta.data_through);
    this.incompleteFrom = dayOf(meta.incomplete_from);
    this.defaultFrom = dayOf(meta.default_from);
    this.firstDay = dayOf(meta.first_transaction_date);
    this.collectedFrom = dayOf(meta.collected_from);
    this.officialIndex = new Map(officials.member_id.map((id, index) => [id, index]));
    this.tickerIndex = new Map(tickers.ticker.map((ticker, index) => [ticker, index]));
    this.stateNames = new Map(meta.states.code.map((code, index) => [code, meta.states.name[index]]));
  }

  findOfficial(memberId: string): number | undefined {
    return this.officialIndex.get(memberId);
  }

  findTicker(ticker: string): number | undefined {
    return this.tickerIndex.get(ticker);
  }

  stateName(code: string | null): string {
    return code === null ? "No state" : (this.stateNames.get(code) ?? code);
  }
}

const dayOf = (iso: string | null): Day | null => (iso === null ? null : toDay(iso));

/** Loads the small files. Throws MissingFile. */
export async function openSite(): Promise<Site> {
  const [meta, officials, tickers, committees] = await Promise.all([
    load<Meta>("meta.json"),
    load<Officials>("officials.json"),
    load<Tickers>("tickers.json").then((found) => ({ ...found, name: found.name.map((name) => name && plainText(name)) })),
    load<Committees>("committees.json"),
  ]);
  return new Site(meta, officials, tickers, committees);
}
