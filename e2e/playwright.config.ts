// Browser tests: started by `cargo xtask e2e`, one Chromium, nothing asked of the network.

import { defineConfig } from "@playwright/test";
import { fromXtask } from "./support/environment.ts";

export default defineConfig({
  // Every test starts from a page of its own; two run at a time.
  fullyParallel: true,
  testMatch: "**/*.spec.ts",
  workers: 2,
  // A test that passes at the second try has found something.
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 30_000,
  expect: { timeout: 8_000 },
  globalTimeout: 25 * 60_000,
  outputDir: "results",
  reporter: "list",
  use: {
    browserName: "chromium",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: fromXtask("PICKER_CHROMIUM"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
