// What a page and its frame say to each other. Both come from the same folder of one build, so there
// are no other versions to understand.

import type { Messages } from "../../index";
import type { Host, MountedPicker } from "../border";
import type { Tree } from "./tree";

/** What the page looks like, for a picker that inherits nothing from it. */
export interface Look {
  /** Custom properties and what else is inherited, by their names in CSS. */
  readonly properties: Readonly<Record<string, string>>;
  /** The element is as high as what is in it. */
  readonly isAutoHeight: boolean;
}

/** A call of a method, as a message. */
type Call<Of, Name extends keyof Of> = Name extends unknown
  ? Of[Name] extends (...args: infer Args) => void
    ? readonly [Name, ...Args]
    : never
  : never;

/** What a frame says to the page's window when it is there: whatever else comes from it is not ours. */
export const GREETING = "service-point-picker";

/** The answer to it, which hands over the port for all others. */
export type Greeting = readonly ["greet", tag: string, Messages, Look];

/** What the page needs of a frame that can mount. */
export interface Staged {
  /** What the summary looks like. */
  readonly css: string;
  /** The widget's texts that the page says, by their keys. */
  readonly texts: Readonly<Record<string, string>>;
}

/** From the page. */
export type Asked =
  | readonly ["mount", settings: string]
  | Call<MountedPicker, "update" | "begin" | "show" | "reset">
  /** What the page set as its points, whatever it is. */
  | readonly ["own", points: unknown]
  /** `id` comes back with the answer. */
  | readonly ["restore", id: number, request: string]
  | readonly ["look", Look]
  /** The button of the summary with this number was pressed. */
  | readonly ["press", index: number]
  /** To be asked of the proxy. `id` comes back with the answer. */
  | readonly ["ask", id: number, address: string, method: string];

/** From the frame. */
export type Told =
  /** It can mount now. */
  | readonly ["staged", Staged]
  /** It cannot: a file did not come. */
  | readonly ["failed", why: string]
  | Call<Host, "committing" | "late" | "change" | "cancel" | "error" | "ready">
  /** Nothing is confirmed any more, but this. `resets` is how often the frame was reset by then. */
  | readonly ["select", json: string, resets: number]
  | readonly ["answer", id: number, text: string]
  | readonly [
      "restored",
      id: number,
      json: string | null | undefined,
      message: string,
    ]
  /** What is in the summary now. */
  | readonly ["summary", readonly Tree[]]
  /** What is in the picker is that high; 0 where it is as high as the page has it. */
  | readonly ["height", px: number]
  /** Escape was pressed, and nothing in the picker was there to fold. */
  | readonly ["escape"]
  /** The widget failed. */
  | readonly ["broke", why: string];
