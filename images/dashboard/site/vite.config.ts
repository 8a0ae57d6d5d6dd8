import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The version's id is put in by each publish; files find each other by relative addresses.
const VERSION = "__VERSION__";

export default defineConfig({
  plugins: [svelte()],
  base: "./",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  experimental: {
    renderBuiltUrl: (name, { hostType }) => (hostType === "html" ? `versions/${VERSION}/${name}` : { relative: true }),
  },
});
