import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vitest/config";
import { manual } from "./scripts/manual.ts";

const server = process.env.YINGCANG_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [
    vue(),
    manual(),
    // Element Plus is taken piece by piece; our own components are imported by hand.
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2022", chunkSizeWarningLimit: 1500, manifest: true },
  // the manual lies beside the code
  server: { proxy: { "/api": server }, fs: { allow: [".", "../../docs"] } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    server: { deps: { inline: ["element-plus"] } },
  },
});
