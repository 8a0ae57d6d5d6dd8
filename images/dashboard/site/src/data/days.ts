/** Days as integers since 1970-01-01 (UTC), as the files hold them. */
import type { Day } from "./types";

const MILLISECONDS = 86_400_000;

export const toDay = (iso: string): Day => Math.round(Date.parse(`${iso}T00:00:00Z`) / MILLISECONDS);
export const toDate = (day: Day): Date => new Date(day * MILLISECONDS);
export const toIso = (day: Day): string => toDate(day).toISOString().slice(0, 10);

/** Whether the text is a day of the calendar, as YYYY-MM-DD. */
export function isIsoDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && toIso(toDay(text)) === text;
}

/** `2015q3`, the name of the chunk that holds the day. */
export function quarterOf(day: Day): string {
  const date = toDate(day);
  return `${date.getUTCFullYear()}q${Math.floor(date.getUTCMonth() / 3) + 1}`;
}

/** First day of the month that the day is in. */
export function monthOf(day: Day): Day {
  const date = toDate(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / MILLISECONDS;
}

/** First day of the month `count` months after that of the day. */
export function addMonths(day: Day, count: number): Day {
  const date = toDate(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1) / MILLISECONDS;
}

/** The same day of the year before; 28 February for the 29th. */
export function yearsBefore(day: Day, years: number): Day {
  const date = toDate(day);
  const shifted = Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / MILLISECONDS;
  return toDate(shifted).getUTCMonth() === date.getUTCMonth() ? shifted : shifted - 1;
}

/** Monday of the week that the day is in. */
export const weekOf = (day: Day): Day => day - ((day + 3) % 7);
