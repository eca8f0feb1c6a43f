// Programs that tests start, and end by their own process alone.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

const STOP_DEADLINE_MS = 5_000;

/** Environment variables. */
export type Settings = Readonly<Record<string, string>>;

/** Starts a program with `settings`; it ends with the tests. Its pipes have to be read. */
export function start(
  program: string,
  args: readonly string[],
  settings: Settings,
): ChildProcess {
  const child = spawn(program, args, {
    env: { ...environment(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithTests = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithTests);
  child.once("exit", () => process.off("exit", endWithTests));
  return child;
}

/** Ends it; resolves when it has ended. A second call does nothing. */
export async function stop(child: ChildProcess): Promise<void> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (hasEnded || child.pid === undefined) return;
  const ended = once(child, "exit");
  const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(deadline);
}

/** Without a developer's own settings: real keys would send the tests to the real Sendcloud. */
function environment(): NodeJS.ProcessEnv {
  const isSetting = (name: string): boolean =>
    /^(SENDCLOUD|PICKER)_/.test(name);
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !isSetting(name)),
  );
}
