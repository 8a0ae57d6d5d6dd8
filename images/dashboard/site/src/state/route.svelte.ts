/** The address: `#/officials/B000123?chamber=Senate`. All that a view shows follows from it. */

export interface Route {
  /** The path's parts, decoded: ["officials", "B000123"]. */
  path: string[];
  query: URLSearchParams;
}

export const route = $state<{ current: Route }>({ current: parse(location.hash) });

function parse(hash: string): Route {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s, 2);
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

addEventListener("hashchange", () => {
  route.current = parse(location.hash);
});

/** The address of a view. */
export function address(path: readonly string[], query: URLSearchParams): string {
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

/** Changes the query of the view that is shown, as a step that the back button undoes, or in place. */
export function setQuery(change: Record<string, string | null>, step: "push" | "replace" = "push"): void {
  const query = new URLSearchParams(route.current.query);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const hash = address(route.current.path, query);
  if (hash === location.hash) return;
  if (step === "push") history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
  route.current = parse(hash);
}
