// What a page with a policy sees of a picker that does not keep to it.

import type { Page } from "@playwright/test";

/** What was seen since the watch began, in the page and its frames. */
export interface Seen {
  /** Each violation of a policy, by directive and what was blocked. */
  readonly violations: string[];
  /** What the console showed as errors: files that did not come, which tests arrange, aside. */
  readonly errors: string[];
}

/** Watches every page that is opened from now on. */
export async function watchPolicies(page: Page): Promise<Seen> {
  const seen: Seen = { violations: [], errors: [] };
  await page.exposeFunction("tellViolation", (violation: string) =>
    seen.violations.push(violation),
  );
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { effectiveDirective, blockedURI, sample, sourceFile } = event;
      (
        window as unknown as { tellViolation(text: string): void }
      ).tellViolation(
        `${effectiveDirective}: ${blockedURI} ${sample} ${sourceFile}`,
      );
    });
  });
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load"))
      seen.errors.push(text);
  });
  return seen;
}
