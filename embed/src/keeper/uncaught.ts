// Errors of our own files end here: on its way a shop's page may count them, or stop its checkout.

const FOLDER = new URL(".", import.meta.url).href;

/** The first place in a stack: `at name (https://…)` or `name@https://…`. */
const THROWER = /^\s+at .*?([a-z-]+:\/\/[^\s)]+)|@([a-z-]+:\/\/\S+)/m;

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
      const { reason } = event;
      const stack = reason instanceof Error ? `${reason.stack}` : "";
      // The place that threw comes first, behind the message. Whoever called us stands below it.
      const [, ...found] = THROWER.exec(stack) ?? [];
      const thrower = found.find(Boolean);
      stop(event, thrower, reason);
    },
    true,
  );
}
