// The line between a page and one frame. Each knows the other by its window and its origin before it
// says a word of what matters; from then on they have a channel that nobody else can speak on.

import type { Messages } from "../../index";
import type { Shell } from "../border";
import {
  type Asked,
  GREETING,
  type Greeting,
  type Staged,
  type Told,
} from "../frame/messages";
import { plain } from "./copied";
import { lookOf } from "./look";

/** For all that a frame loads, on slow lines. */
const DEADLINE_MS = 60_000;
/** A document of ours has greeted before it counts as loaded. An error page counts, too. */
const GRACE_MS = 1_000;

/** Why a frame is not staged whose document is none of ours: the proxy refused it, or did not answer. */
export const ABSENT = "absent";

/** Why a frame is not staged that the browser has loaded anew. */
export const MOVED = "moved";

/** What the proxy is to be asked. */
export interface Question {
  readonly address: string;
  readonly method: string;
  answered(text: string): void;
}

export class Connection {
  /** Hears what is said once the frame is staged. */
  hear: (told: Told) => void = () => undefined;
  /** The browser loaded the frame anew, as it does when it is moved in the page. */
  lost: () => void = () => undefined;
  readonly iframe = document.createElement("iframe");
  readonly #shell: Shell;
  readonly #origin: string;
  readonly #channel = new MessageChannel();
  /** What the proxy was not asked yet, or has not answered, by number. */
  readonly #questions = new Map<number, Question>();
  #asked = 0;
  /** The document that the line leads to. */
  #greeted: Window | undefined;
  #deadline = 0;

  /** `folder` is where the files of this build lie. */
  constructor(shell: Shell, folder: string) {
    this.#shell = shell;
    const address = new URL("frame.html", folder);
    this.#origin = address.origin;
    const shop = shell.host.getAttribute("shop")?.trim();
    if (shop) address.searchParams.set("shop", shop);
    // The frame greets this origin and listens to no other.
    address.hash = self.origin;
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
   * @throws {@link MOVED}; `wasm_blocked` where the page's policy refuses the frame; else what failed.
   */
  open(): Promise<Staged> {
    addEventListener("message", this.#greet);
    return new Promise((resolve, reject) => {
      this.#deadline = setTimeout(reject, DEADLINE_MS, "timed out");
      this.lost = () => reject(MOVED);
      this.#refused = () => reject("wasm_blocked");
      document.addEventListener("securitypolicyviolation", this.#violation);
      this.iframe.onload = () =>
        setTimeout(() => {
          if (!this.#greeted) reject(ABSENT);
        }, GRACE_MS);
      this.#channel.port1.onmessage = ({ data }: MessageEvent<Told>) => {
        if (data[0] === "staged") resolve(data[1]);
        else if (data[0] === "failed") reject(data[1]);
        else if (data[0] === "answer") this.#answer(data[1], data[2]);
        // The last words of a frame that was taken out of the page are of answers that it did not get.
        else if (this.iframe.contentWindow === this.#greeted) this.hear(data);
      };
    });
  }

  say(...asked: Asked) {
    this.#channel.port1.postMessage(asked);
  }

  /** The document that it leads to, or will, is in the page. */
  get isAlive(): boolean {
    const { contentWindow } = this.iframe;
    return (
      !!contentWindow && contentWindow === (this.#greeted ?? contentWindow)
    );
  }

  /** Has the frame ask the proxy. */
  ask(question: Question) {
    const id = this.#asked++;
    this.#questions.set(id, question);
    this.say("ask", id, question.address, question.method);
  }

  /** 0 is as high as the box around it. */
  resize(px: number) {
    this.iframe.style.height = px ? `${px}px` : "100%";
  }

  /** Ends it; the questions are those that were not answered. */
  close(): Question[] {
    removeEventListener("message", this.#greet);
    document.removeEventListener("securitypolicyviolation", this.#violation);
    clearTimeout(this.#deadline);
    this.#channel.port1.close();
    this.iframe.remove();
    return [...this.#questions.values()];
  }

  #answer(id: number, text: string) {
    this.#questions.get(id)?.answered(text);
    this.#questions.delete(id);
  }

  #refused: () => void = () => undefined;

  readonly #violation = (event: SecurityPolicyViolationEvent) => {
    const { blockedURI, disposition } = event;
    if (disposition === "enforce" && blockedURI.startsWith(this.#origin))
      this.#refused();
  };

  readonly #greet = ({ source, origin, data }: MessageEvent) => {
    const { contentWindow } = this.iframe;
    const isFrame = contentWindow && source === contentWindow;
    if (!isFrame || origin !== this.#origin || data !== GREETING) return;
    if (this.#greeted) return this.lost();
    this.#greeted = contentWindow;
    const { tag } = this.#shell;
    const messages = plain(this.#shell.messages) as Messages | null;
    const look = lookOf(this.#shell);
    const greeting: Greeting = ["greet", tag, messages ?? {}, look];
    contentWindow.postMessage(greeting, origin, [this.#channel.port2]);
  };
}
