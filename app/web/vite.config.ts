import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vitest/config";
import { manual } from "./scripts/manual.ts";

const server = process.env.YINGCANG_SERVER ?? "http://127.0.0.1:8000";

/** A browser asks for some dozens of files at its first visit, not for one of each part: what nearly every page needs comes
 * together, the rest with its page. A module that fewer pages share than `minShareCount` would only make the first load heavy. */
const chunks = [
  { name: "vue", test: /node_modules[\\/](@vue|vue|pinia|vue-router|openapi-fetch)[\\/]/, priority: 3 },
  { name: "style", test: /element-plus.*(theme-chalk|style[\\/]css)/, priority: 2 },
  { name: "shared", test: (id: string) => !/maplibre|src[\\/]map/.test(id), minShareCount: 14, priority: 1 },
];

export default defineConfig({
  plugins: [
    vue(),
    manual(),
    // Element Plus is taken piece by piece; our own components are imported by hand.
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2022", chunkSizeWarningLimit: 1500, manifest: true, rolldownOptions: { output: { codeSplitting: { groups: chunks } } } },
  // the manual lies beside the code
  server: { proxy: { "/api": server }, fs: { allow: [".", "../../docs"] } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    server: { deps: { inline: ["element-plus"] } },
  },
});
