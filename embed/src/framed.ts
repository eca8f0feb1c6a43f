// The widget in a frame, seen from the page: for pages whose policy forbids WASM. Element, dialog,
// form fields, events and the summary stay in the page; `frame.ts` is the other side.

import type { Shell } from "./border";
import { Connection, MOVED } from "./framed/connection";
import type { Staged } from "./frame/messages";
import { FramedPicker } from "./framed/framed_picker";
import type { Stage } from "./keeper/stage";

const folder = new URL(".", import.meta.url).href;

/** The frames that are there, the latest last: any of them reaches the proxy. */
const connections = new Set<Connection>();
/** What none of them was there to ask. */
const unasked = new Set<(connection: Connection) => void>();

/**
 * Asks at an address of the proxy as soon as there is a frame, since the page itself may not. Pending
 * for ever where no answer comes.
 */
export function ask(address: string, method: string): Promise<string> {
  return new Promise((resolve) => {
    const askBy = (connection: Connection) =>
      connection.ask(address, method, resolve);
    const connection = [...connections].at(-1);
    if (connection) askBy(connection);
    else unasked.add(askBy);
  });
}

/**
 * Puts a frame into a box, and resolves when it is ready to mount one picker. `ended` is called when
 * it is gone later: with a cause where it failed, without where the picker was only moved in the page.
 *
 * @throws The text `wasm_blocked` where the page's policy forbids the frame, too.
 */
export async function stageFramed(
  shell: Shell,
  box: HTMLElement,
  ended: (cause?: unknown) => void,
): Promise<Stage> {
  const connection = new Connection(shell, folder);
  connection.closed = () => connections.delete(connection);
  // Loaded behind the skeleton.
  box.hidden = true;
  box.replaceChildren(connection.iframe);
  const sheet = new CSSStyleSheet();
  let staged: Staged;
  try {
    staged = await connection.open();
    sheet.replaceSync(staged.css);
  } catch (error) {
    connection.close();
    if (error === MOVED) return stageFramed(shell, box, ended);
    if (error === "wasm_blocked")
      console.error(
        `service-point-picker: this page's policy needs "script-src 'wasm-unsafe-eval'", or else "frame-src ${new URL(folder).origin}" and its origin among the shop's`,
      );
    throw error;
  }
  connection.lost = () => ended();
  connections.add(connection);
  for (const askBy of unasked) askBy(connection);
  unasked.clear();
  return {
    sheet,
    say: (key) => staged.texts[key] ?? key,
    mount(picker, summary, host, settings) {
      picker.hidden = false;
      return new FramedPicker(
        connection,
        { shell, host, summary },
        settings,
        ended,
      );
    },
    drop: () => connection.close(),
  };
}
