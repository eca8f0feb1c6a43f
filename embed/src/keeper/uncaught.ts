// Errors of our own files end here: on its way a shop's page may count them, or stop its checkout.

const FOLDER = new URL(".", import.meta.url).href;

/** Calls back with each error that nobody caught and that one of our files threw, and stops it. */
export function stopUncaught(caught: (cause: unknown) => void) {
  const stop = (event: Event, thrower: string | undefined, cause: unknown) => {
    if (!thrower?.startsWith(FOLDER)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    caught(cause);
  };
  addEventListener(
    "error",
    (event) => stop(event, event.filename, event.error),
    true,
  );
  addEventListener(
    "unhandledrejection",
    (event) => {
      const reason = event.reason as { stack?: unknown } | null | undefined;
      // Whoever called us stands below in it.
      const thrower = /https?:[^\s)]+/.exec(`${reason?.stack}`)?.[0];
      stop(event, thrower, reason);
    },
    true,
  );
}
