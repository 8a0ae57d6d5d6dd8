/** Numbers, money, days and words as the pages show them. */
import { toDate } from "./data/days";
import type { Day } from "./data/types";

const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const short = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  notation: "compact",
  maximumSignificantDigits: 3,
});
const percentage = new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signedPercentage = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});
const signedInteger = new Intl.NumberFormat("en-US", { signDisplay: "exceptZero" });
const dates = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("en-US", { month: "short", year: "numeric", timeZone: "UTC" });
const instants = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export const NONE = "–";

export const count = (value: number | null | undefined): string => (value == null ? NONE : integer.format(value));
export const signedCount = (value: number): string => signedInteger.format(value).replace("-", "−");
export const share = (value: number | null | undefined): string => (value == null ? NONE : percentage.format(value));
/** A return with its sign; 0.05 is +5.0%. */
export const excess = (value: number | null | undefined): string =>
  value == null ? NONE : signedPercentage.format(value).replace("-", "−");
export const price = (value: number): string => cents.format(value);
export const wholePrice = (value: number): string => (Number.isInteger(value) ? dollars : cents).format(value);
export const money = (value: number): string => short.format(value);
export const date = (day: Day | null | undefined): string => (day == null ? NONE : dates.format(toDate(day)));
export const month = (day: Day): string => months.format(toDate(day));
export const instant = (iso: string | null): string => (iso ? `${instants.format(new Date(iso))} UTC` : NONE);
export const days = (value: number | null | undefined): string =>
  value == null ? NONE : `${integer.format(value)} ${value === 1 ? "day" : "days"}`;

/** A sum of disclosed ranges. An open one has no high end, so neither has the sum. */
export function amountRange(low: number | null, high: number | null, open: number): string {
  if (!low && !high) return open > 0 ? "unknown" : NONE;
  if (low == null || high == null) return `≥ ${money(low ?? 0)}`;
  return low === high ? money(low) : `${money(low)} – ${money(high)}`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${integer.format(value / 1e3)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${integer.format(value)} ${value === 1 ? one : many}`;

export const TYPES = ["Purchase", "Sale", "Partial sale", "Exchange"] as const;
export const OWNERS = ["Self", "Spouse", "Joint", "Dependent", "Unknown"] as const;

export function partyName(party: string | null): string {
  if (party === "D") return "Democrat";
  if (party === "R") return "Republican";
  return party === "I" ? "Independent" : "Other party";
}

/** "D-CA", as the press writes it. */
export const affiliation = (party: string | null, state: string | null): string =>
  [party, state].filter(Boolean).join("-");

/** Officials by chamber, and by party. */
export const splitOf = (people: { house: number; senate: number; democrat: number; republican: number; other: number }): string[] => [
  `${count(people.house)} House · ${count(people.senate)} Senate`,
  `${count(people.democrat)} D · ${count(people.republican)} R · ${count(people.other)} other`,
];

/** A kind of security as a word: "STOCK OPTION" is a stock option; "ETF" stays. */
export const securityKind = (text: string | null): string =>
  text === null ? NONE : text.length < 4 ? text : text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

const REASONS: Record<string, string> = {
  exchange: "Exchange, neither bought nor sold",
  no_ticker: "No ticker was disclosed",
  not_a_stock_or_fund: "Option, bond or private holding",
  not_matured: "The horizon has not passed yet",
  day_not_loaded: "No prices of that day are loaded",
  not_in_plan: "Older than the price provider’s plan reaches",
  before_listing: "Before the security was listed",
  after_delisting: "After the security was delisted",
  not_found: "Ticker unknown to the price provider",
  no_benchmark: "No price of SPY on one of the days",
};

/** Why a return is missing, in words. */
export const reason = (name: string): string => REASONS[name] ?? words(name);

/** "Senate Committee on Finance" as a chart has room for it. */
export const shortCommittee = (name: string): string =>
  name.replace(/^United States /, "").replace(/^(Senate|House)? ?(?:Permanent Select |Select |Special |Joint )?Committee on (?:the )?/, (_, chamber) =>
    chamber ? `${chamber} ` : "",
  );

/** a_name_with_underscores in words. */
export const words = (name: string): string => name.replaceAll("_", " ");

const ENTITIES: Record<string, string> = { amp: "&", nbsp: " ", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Some filings spell characters as HTML does: "Procter &amp; Gamble". */
export const plainText = (text: string): string => text.replace(/&(amp|nbsp|lt|quot|#39);/g, (_, name: string) => ENTITIES[name]);

/** The address if it leads to the web, else null: an address in the data could be anything. */
export function webAddress(url: string | null | undefined): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
