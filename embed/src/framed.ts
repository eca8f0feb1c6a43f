// The widget in a frame, seen from the page: for pages whose policy forbids WASM. Element, dialog,
// form fields, events and the summary stay in the page; `frame.ts` is the other side.

import type { Shell } from "./border";
import { ABSENT, MOVED } from "./framed/connection";
import { connect, disconnect } from "./framed/questions";
import type { Staged } from "./frame/messages";
import { FramedPicker } from "./framed/framed_picker";
import type { Stage } from "./keeper/stage";

export { ask } from "./framed/questions";

const folder = new URL(".", import.meta.url).href;

/** An element that is moved more often while its frame is loaded is not waited for. */
const MOVES_MAX = 5;

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
  moves = 0,
): Promise<Stage> {
  const connection = connect(shell, folder);
  // Loaded behind the skeleton.
  box.hidden = true;
  box.replaceChildren(connection.iframe);
  const sheet = new CSSStyleSheet();
  let staged: Staged;
  try {
    staged = await connection.open();
    sheet.replaceSync(staged.css);
  } catch (error) {
    disconnect(connection);
    if (error === MOVED && moves < MOVES_MAX)
      return stageFramed(shell, box, ended, moves + 1);
    const { origin } = new URL(folder);
    if (error === "wasm_blocked")
      console.error(
        `service-point-picker: this page's policy needs "script-src 'wasm-unsafe-eval'", or else "frame-src ${origin}"`,
      );
    if (error === ABSENT)
      console.error(
        `service-point-picker: no frame came from ${origin}: is this page's origin among the shop's?`,
      );
    throw error;
  }
  connection.lost = () => ended();
  const drop = () => disconnect(connection);
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
        drop,
      );
    },
    drop,
  };
}
