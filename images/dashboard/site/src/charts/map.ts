/** The map of the states. */
import { geo } from "@observablehq/plot";
import { feature, mesh } from "topojson-client";
import type { FeatureCollection, MultiLineString } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import { draw, type Drawing } from "./frame";

export type States = Topology<{ states: GeometryCollection<{ name: string }> }>;

/** Bounds of the classes of `values`: quintiles of those that are not 0. */
export function classBounds(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (!sorted.length) return [];
  const bounds = [0.2, 0.4, 0.6, 0.8].map((p) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]);
  return [...new Set(bounds)].filter((bound) => bound > sorted[0]);
}

export const MAP_COLORS = ["var(--map-1)", "var(--map-2)", "var(--map-3)", "var(--map-4)", "var(--map-5)"];

/** Colour of a class: the more classes there are, the more of the shades are used. */
export function classColor(value: number, bounds: readonly number[]): string {
  if (value <= 0) return "var(--map-0)";
  const found = bounds.filter((bound) => value >= bound).length;
  return MAP_COLORS[found + MAP_COLORS.length - 1 - bounds.length];
}

/** Shades each state by its value; a click leads to `href`. */
export function stateMap(
  topology: States,
  values: ReadonlyMap<string, number>,
  options: { title: (name: string, value: number) => string; href: (name: string) => string; chosen: string | null },
  width: number,
): Drawing {
  const states = feature(topology, topology.objects.states) as FeatureCollection;
  const borders: MultiLineString = mesh(topology, topology.objects.states, (a, b) => a !== b);
  const bounds = classBounds([...values.values()]);
  const nameOf = (shape: { properties: { name: string } }) => shape.properties.name;
  const valueOf = (shape: { properties: { name: string } }) => values.get(nameOf(shape)) ?? 0;
  const chosen = states.features.filter((shape) => shape.properties!.name === options.chosen);
  return draw({
    width,
    height: Math.round(width * 0.63),
    margin: 2,
    projection: { type: "identity", domain: states },
    marks: [
      geo(states.features, {
        fill: (shape) => classColor(valueOf(shape), bounds),
        title: (shape) => options.title(nameOf(shape), valueOf(shape)),
        href: (shape) => options.href(nameOf(shape)),
        ariaHidden: "true",
      }),
      geo(borders, { stroke: "var(--paper)", strokeWidth: 1 }),
      geo(chosen, { stroke: "var(--ink)", strokeWidth: 2 }),
    ],
  });
}
