// Measurements of the widget: started by `cargo xtask bench widget`, one page at a time.

import { defineConfig } from "@playwright/test";
import tests from "../playwright.config.ts";

export default defineConfig({
  ...tests,
  testDir: ".",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 5 * 60_000,
  reporter: [["line"]],
  outputDir: "../results/bench",
  use: { ...tests.use, trace: "off", screenshot: "off" },
});
