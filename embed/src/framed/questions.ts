// What the page's policy lets nobody but a frame ask of the proxy: each question goes to a frame that is
// there, to another where that is taken away before the answer, and to one of its own where there is none.

import type { Shell } from "../border";
import { Connection, type Question } from "./connection";

/** The frames of pickers, loading or loaded. */
const connections = new Set<Connection>();
/** The frame that is there for questions alone. */
let errand: Connection | undefined;
let makeErrand: (() => Connection) | undefined;
/** From before there was any frame. */
const early: Question[] = [];

/** Asks at an address of the proxy. Pending for ever where no answer comes. */
export function ask(address: string, method: string): Promise<string> {
  return new Promise((answered) => put({ address, method, answered }));
}

/** A new line to a frame, of an element. */
export function connect(shell: Shell, folder: string): Connection {
  makeErrand = () => new Connection(shell, folder);
  const connection = makeErrand();
  connections.add(connection);
  for (const question of early.splice(0)) connection.ask(question);
  return connection;
}

/** Ends a line. What it leaves unanswered is asked on another. */
export function disconnect(connection: Connection) {
  connections.delete(connection);
  connection.close().forEach(put);
}

function put(question: Question) {
  const connection = [...connections].find(({ isAlive }) => isAlive);
  const asked = connection ?? errandFrame();
  if (asked) asked.ask(question);
  else early.push(question);
}

function errandFrame(): Connection | undefined {
  if (errand?.isAlive) return errand;
  errand = makeErrand?.();
  if (!errand) return undefined;
  errand.iframe.hidden = true;
  errand.iframe.style.display = "none";
  document.body.append(errand.iframe);
  // Where it does not come, nobody is left to ask.
  errand.open().catch(() => undefined);
  return errand;
}
