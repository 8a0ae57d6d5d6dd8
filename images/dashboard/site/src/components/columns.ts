/** Columns that several tables share. */
import type { Bin } from "../charts/bars";
import type { Totals } from "../data/totals";
import { LAW_DAYS, type TradeTable } from "../data/trades";
import { amountRange, count, date, days, OWNERS, securityKind, share, TYPES } from "../format";
import type { Site } from "../state/site.svelte";
import type { Column } from "./table";

type TradeColumn = "day" | "official" | "security" | "kind" | "type" | "amount" | "owner" | "disclosed" | "lag" | "late" | "filing";

/** Columns of a table of trades; a row is an index into the table. */
export function tradeColumns(site: Site, table: TradeTable, keys: readonly TradeColumn[]): Column<number>[] {
  const { officials, tickers } = site;
  const ticker = (row: number) => (table.ticker[row] < 0 ? null : table.ticker[row]);
  const all: Record<TradeColumn, Column<number>> = {
    day: { key: "day", label: "Traded", value: (row) => table.day[row], descending: true, text: (row) => date(table.day[row]) },
    official: { key: "official", label: "Official", kind: "official", value: (row) => officials.name[table.official[row]], index: (row) => table.official[row] },
    security: {
      key: "security",
      label: "Security",
      kind: "ticker",
      value: (row) => (table.ticker[row] < 0 ? `~${table.securityName(row) ?? ""}` : tickers.ticker[table.ticker[row]]),
      index: ticker,
      name: (row) => table.securityName(row),
    },
    kind: { key: "kind", label: "Kind", value: (row) => table.securityKind(row), text: (row) => securityKind(table.securityKind(row)) },
    type: { key: "type", label: "Type", kind: "type", value: (row) => table.type[row], type: (row) => table.type[row] },
    amount: { key: "amount", label: "Amount disclosed", value: (row) => nullable(table.low[row]), descending: true, text: (row) => table.amountText(row) },
    owner: { key: "owner", label: "Owner", value: (row) => OWNERS[table.owner[row]], text: (row) => OWNERS[table.owner[row]] },
    disclosed: {
      key: "disclosed",
      label: "Disclosed",
      value: (row) => table.day[row] + table.lag[row],
      descending: true,
      text: (row) => date(table.day[row] + table.lag[row]),
    },
    lag: { key: "lag", label: "After", kind: "number", value: (row) => table.lag[row], descending: true, text: (row) => days(table.lag[row]) },
    late: {
      key: "late",
      label: "Days late",
      kind: "number",
      value: (row) => table.lag[row] - LAW_DAYS,
      descending: true,
      text: (row) => count(Math.max(0, table.lag[row] - LAW_DAYS)),
    },
    filing: {
      key: "filing",
      label: "Source",
      kind: "filing",
      url: (row) => table.url(row),
      about: (row) => `${officials.name[table.official[row]]}, ${date(table.day[row])}`,
    },
  };
  return keys.map((key) => all[key]);
}

/** Columns of the table behind trades over time. */
export const binColumns = (site: Site): Column<Bin>[] => [
  { key: "start", label: "From", value: (bin) => bin.start, descending: true, text: (bin) => date(bin.start) },
  { key: "end", label: "Through", text: (bin) => date(bin.end - 1) },
  ...TYPES.map((label, type): Column<Bin> => ({ key: label, label: `${label}s`, kind: "number", value: (bin) => bin.counts[type], descending: true, text: (bin) => count(bin.counts[type]) })),
  { key: "incomplete", label: "All disclosed", text: (bin) => (site.incompleteFrom !== null && bin.end > site.incompleteFrom ? "not yet" : "yes") },
];

const nullable = (value: number): number | null => (Number.isNaN(value) ? null : value);

type TotalsColumn = "trades" | "officials" | "chambers" | "parties" | "purchases" | "purchaseAmount" | "sales" | "partial" | "saleAmount" | "exchanges" | "net" | "late";

/** Columns of a table of totals; a row is a group. */
export function totalsColumns(totals: Totals, keys: readonly TotalsColumn[]): Column<number>[] {
  const { purchaseAmounts, saleAmounts } = totals;
  const number = (key: TotalsColumn, label: string, value: (group: number) => number): Column<number> => ({
    key,
    label,
    kind: "number",
    value,
    descending: true,
    text: (group) => count(value(group)),
  });
  const all: Record<TotalsColumn, Column<number>> = {
    trades: number("trades", "Trades", (group) => totals.trades[group]),
    officials: number("officials", "Officials", (group) => totals.people(group).officials),
    chambers: {
      key: "chambers",
      label: "House · Senate",
      kind: "number",
      text: (group) => `${count(totals.people(group).house)} · ${count(totals.people(group).senate)}`,
    },
    parties: { key: "parties", label: "D · R · other", kind: "number", text: (group) => parties(totals, group) },
    purchases: number("purchases", "Purchases", (group) => totals.purchases[group]),
    purchaseAmount: {
      key: "purchaseAmount",
      label: "Purchased",
      kind: "number",
      value: (group) => purchaseAmounts.low[group],
      descending: true,
      text: (group) => amountRange(purchaseAmounts.low[group], purchaseAmounts.high(group), purchaseAmounts.open[group]),
    },
    sales: number("sales", "Sales", (group) => totals.sales[group]),
    partial: number("partial", "of which partial", (group) => totals.partialSales[group]),
    saleAmount: {
      key: "saleAmount",
      label: "Sold",
      kind: "number",
      value: (group) => saleAmounts.low[group],
      descending: true,
      text: (group) => amountRange(saleAmounts.low[group], saleAmounts.high(group), saleAmounts.open[group]),
    },
    exchanges: number("exchanges", "Exchanges", (group) => totals.exchanges[group]),
    net: number("net", "Net", (group) => totals.net(group)),
    late: { key: "late", label: "Late", kind: "number", value: (group) => totals.lateShare(group), descending: true, text: (group) => share(totals.lateShare(group)) },
  };
  return keys.map((key) => all[key]);
}

export function parties(totals: Totals, group: number): string {
  const { democrat, republican, other } = totals.people(group);
  return `${count(democrat)} · ${count(republican)} · ${count(other)}`;
}
