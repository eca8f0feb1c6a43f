// What `cargo xtask e2e` hands over: it has built the proxy, dist/ and the examples, and found a browser.

/** The value of `name`. @throws Error where these tests were started in another way. */
export function fromXtask(
  name:
    "PICKER_PROXY" | "PICKER_ASSETS" | "PICKER_CHROMIUM" | "PICKER_EXAMPLES",
): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set: run these tests by "cargo xtask e2e"`);
  }
  return value;
}
