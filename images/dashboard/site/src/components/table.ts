/** How a table shows its rows. */

interface Base<Row> {
  key: string;
  label: string;
  /** What it is sorted by; nulls come last. Without it the column does not sort. */
  value?: (row: Row) => number | string | null;
  /** Sorts downwards at the first click. */
  descending?: boolean;
  /** Long texts take several lines. */
  wrap?: boolean;
}

export type Column<Row> = Base<Row> &
  (
    | { kind?: "text" | "number"; text: (row: Row) => string | null }
    | { kind: "official"; index: (row: Row) => number }
    | { kind: "ticker"; index: (row: Row) => number | null; name?: (row: Row) => string | null }
    | { kind: "filing"; url: (row: Row) => string | null; about: (row: Row) => string }
    | { kind: "type"; type: (row: Row) => number }
    | { kind: "link"; text: (row: Row) => string; href: (row: Row) => string | null }
  );

export interface Order {
  key: string;
  descending: boolean;
}

/** The rows in the order of a column; rows that are equal keep their places. */
export function ordered<Row>(rows: ArrayLike<Row>, columns: readonly Column<Row>[], order: Order | null): Row[] {
  const list = Array.from(rows);
  const value = columns.find((column) => column.key === order?.key)?.value;
  if (!order || !value) return list;
  const sign = order.descending ? -1 : 1;
  const keyed = list.map((row) => ({ row, key: comparable(value(row)) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return 0;
    if (a.key === null) return 1;
    if (b.key === null) return -1;
    return a.key < b.key ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}

const comparable = (value: number | string | null): number | string | null =>
  typeof value === "string" ? value.toLowerCase() : value;

/** `key.desc.2`, as it stands in the address. */
export function readPlace(text: string | null, columns: readonly Column<never>[]): { order: Order | null; page: number } {
  const [key = "", direction = "", page = "1"] = (text ?? "").split(".");
  const known = columns.some((column) => column.key === key && column.value);
  return {
    order: known ? { key, descending: direction === "desc" } : null,
    page: /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1,
  };
}

export const writePlace = (order: Order | null, page: number): string | null =>
  order === null && page === 1 ? null : `${order?.key ?? ""}.${order ? (order.descending ? "desc" : "asc") : ""}.${page}`;
