// What the browser knows and the WASM need not carry: the widget's `js/browser.rs` calls it. Nothing
// here throws, whatever a page has done to the browser's own objects: it ends in the WASM.

import type { Messages } from "../index";
import { clock } from "./browser/clock";
import { type Flat, flatten, flattenPoints } from "./browser/flat";
import { Formats } from "./browser/formats";
import { directionOf, languageOf, loadTexts } from "./browser/locales";
import { locate } from "./browser/location";
import { Texts } from "./browser/texts";

export class Browser {
  /** The language of the texts. */
  readonly language: string;
  readonly dir: "ltr" | "rtl";
  readonly #texts: Texts;
  readonly #formats: Formats;

  constructor(language: string, tag: string, texts: Texts) {
    this.language = language;
    this.dir = directionOf(language);
    this.#texts = texts;
    this.#formats = new Formats(tag);
  }

  get isOnline(): boolean {
    // Absent in some embedded browsers, which then have to try.
    return navigator.onLine !== false;
  }

  text(index: number): string {
    return this.#texts.get(index);
  }

  /** A text that the WASM knows nothing of. */
  say(key: string): string {
    return this.#texts.say(key);
  }

  plural(index: number, count: number): string {
    return this.#texts.plural(index, count);
  }

  count(count: number): string {
    return safely(() => this.#formats.count(count), `${count}`);
  }

  distance(metres: number): string {
    return safely(() => this.#formats.distance(metres), `${metres} m`);
  }

  minutes(minutes: number): string {
    return safely(() => this.#formats.minutes(minutes), `${minutes} min`);
  }

  time(minute: number): string {
    return safely(() => this.#formats.time(minute), "");
  }

  times(start: number, end: number): string {
    return safely(() => this.#formats.times(start, end), "");
  }

  weekday(day: number): string {
    return safely(() => this.#formats.weekday(day), "");
  }

  date(day: number): string {
    return safely(() => this.#formats.date(day), "");
  }

  country(code: string): string {
    return safely(() => this.#formats.country(code), code);
  }

  clock(timeZone?: string): number {
    return safely(() => clock(timeZone), NaN);
  }

  parse(json: string): Flat | undefined {
    return safely(() => flatten(JSON.parse(json)), undefined);
  }

  /** How many items a list of the page's has; -1 for what is no list. */
  length(list: unknown): number {
    return safely(() => (Array.isArray(list) ? list.length : -1), -1);
  }

  /** The points of a list of the page's, from one to before another. */
  points(list: unknown[], start: number, end: number): Flat | undefined {
    const points: unknown[] = [];
    for (let index = start; index < end; index++)
      points.push(safely(() => list[index], null));
    return safely(() => flattenPoints(points), undefined);
  }

  fold(text: string): string {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  fitting(text: string, lines: string): Uint32Array {
    const words = this.fold(text).split(/\s+/).filter(Boolean);
    const together = words.join("");
    const fits = (line: string) =>
      words.every((word) => line.includes(word)) ||
      line.replaceAll(" ", "").includes(together);
    const indices: number[] = [];
    this.fold(lines)
      .split("\0")
      // What follows the last end is no line.
      .slice(0, -1)
      .forEach((line, index) => {
        if (fits(line)) indices.push(index);
      });
    return Uint32Array.from(indices);
  }

  /** Marks that the points are in hand. */
  markSet() {
    mark("service-points-set");
  }

  /** Marks that they are on the screen: one frame after the one that they are drawn for. */
  markShown() {
    safely(() => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => mark("service-points-shown")),
      );
    }, undefined);
  }

  locate(): Promise<number[]> {
    return locate();
  }
}

/**
 * Loads what it takes to speak the language of a tag, or the nearest; English where that is not to be
 * had. Never rejects.
 */
export async function loadBrowser(
  tag: string,
  messages: Messages,
): Promise<Browser> {
  const language = languageOf(tag);
  const texts = await loadTexts(language);
  const spoken = texts ? language : "en";
  // Where we speak its language, numbers and times are those of the whole tag, region included.
  const isOwn = tag.toLowerCase().startsWith(spoken.toLowerCase());
  const formats = isOwn ? tag.trim().replaceAll("_", "-") : spoken;
  return new Browser(spoken, formats, new Texts(spoken, texts ?? [], messages));
}

function mark(name: string) {
  safely(() => performance.mark(name), undefined);
}

function safely<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
