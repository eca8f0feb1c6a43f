// The line between a page and one frame. Each knows the other by its window and its origin before it
// says a word of what matters; from then on they have a channel that nobody else can speak on.

import type { Shell } from "../border";
import type { Asked, Greeting, Staged, Told } from "../frame/messages";
import { lookOf } from "./look";

/** For all that a frame loads, on slow lines. */
const DEADLINE_MS = 60_000;
/** A document of ours has greeted before it counts as loaded. One that was refused counts, too. */
const GRACE_MS = 1_000;

/** Why a frame is not staged that the browser has loaded anew. */
export const MOVED = "moved";

export class Connection {
  /** Hears what is said once the frame is staged. */
  hear: (told: Told) => void = () => undefined;
  /** The browser loaded the frame anew, as it does when it is moved in the page. */
  lost: () => void = () => undefined;
  /** Nothing is said on it any more. */
  closed: () => void = () => undefined;
  readonly iframe = document.createElement("iframe");
  readonly #shell: Shell;
  readonly #origin: string;
  readonly #channel = new MessageChannel();
  /** Who waits for an answer of the proxy, by number. */
  readonly #answers: ((text: string) => void)[] = [];
  /** The document that the line leads to. */
  #greeted: Window | undefined;

  /** `folder` is where the files of this build lie. */
  constructor(shell: Shell, folder: string) {
    this.#shell = shell;
    const address = new URL("frame.html", folder);
    this.#origin = address.origin;
    const shop = shell.host.getAttribute("shop")?.trim();
    if (shop) address.searchParams.set("shop", shop);
    // The frame greets this origin and listens to no other.
    address.hash = location.origin;
    this.iframe.title = shell.say("heading");
    this.iframe.allow = "geolocation";
    this.iframe.src = address.href;
    const { style } = this.iframe;
    style.display = "block";
    style.width = "100%";
    style.border = "0";
    this.resize(0);
  }

  /**
   * Resolves when the frame, which is in the page by now, can mount.
   *
   * @throws {@link MOVED}; `wasm_blocked` where the page or the proxy refuses the frame; else why a file did not come.
   */
  open(): Promise<Staged> {
    addEventListener("message", this.#greet);
    return new Promise((resolve, reject) => {
      setTimeout(reject, DEADLINE_MS, "timed out");
      this.lost = () => reject(MOVED);
      this.iframe.onload = () =>
        setTimeout(() => {
          if (!this.#greeted) reject("wasm_blocked");
        }, GRACE_MS);
      this.#channel.port1.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data[0] === "staged") resolve(data[1]);
        else if (data[0] === "failed") reject(data[1]);
        else if (data[0] === "answer") this.#answers[data[1]]?.(data[2]);
        // The last words of a frame that was taken out of the page are of answers that it did not get.
        else if (this.iframe.contentWindow === this.#greeted) this.hear(data);
      };
    });
  }

  say(...asked: Asked) {
    this.#channel.port1.postMessage(asked);
  }

  /** Has the frame ask the proxy. */
  ask(address: string, method: string, answered: (text: string) => void) {
    const id = this.#answers.push(answered) - 1;
    this.say("ask", id, address, method);
  }

  /** 0 is as high as the box around it. */
  resize(px: number) {
    this.iframe.style.height = px ? `${px}px` : "100%";
  }

  close() {
    removeEventListener("message", this.#greet);
    this.#channel.port1.close();
    this.iframe.remove();
    this.closed();
  }

  readonly #greet = ({ source, origin }: MessageEvent) => {
    const { contentWindow } = this.iframe;
    const isFrame = contentWindow && source === contentWindow;
    if (!isFrame || origin !== this.#origin) return;
    if (this.#greeted) return this.lost();
    this.#greeted = contentWindow;
    const { tag, messages } = this.#shell;
    const greeting: Greeting = ["greet", tag, messages, lookOf(this.#shell)];
    contentWindow.postMessage(greeting, origin, [this.#channel.port2]);
  };
}
