// The picker's texts as the translators wrote them.

import { readFileSync } from "node:fs";

/** A text, or its forms by plural category. */
type Text = string | Readonly<Record<string, string>>;

/** The texts of one language. */
export class Locale {
  readonly #language: string;
  readonly #texts: Readonly<Record<string, Text>>;

  constructor(language: string) {
    const file = new URL(
      `../../assets/locales/${language}.json`,
      import.meta.url,
    );
    this.#language = language;
    this.#texts = JSON.parse(readFileSync(file, "utf8")) as Record<
      string,
      Text
    >;
  }

  /** A text with its placeholders filled; `n` also chooses the plural form. */
  get(key: string, values: Readonly<Record<string, string>> = {}): string {
    const text = this.#texts[key];
    if (text === undefined) throw new Error(`there is no text "${key}"`);
    const category = new Intl.PluralRules(this.#language).select(
      Number(values["n"] ?? 0),
    );
    const form =
      typeof text === "string" ? text : (text[category] ?? text["other"] ?? "");
    return Object.entries(values).reduce(
      (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
      form,
    );
  }

  /** What each text looks like on the screen, whatever stands in its placeholders: patterns. */
  patterns(): Set<string> {
    const forms = Object.values(this.#texts).flatMap((text) =>
      typeof text === "string" ? [text] : Object.values(text),
    );
    const escape = (part: string) =>
      part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new Set(
      forms.map(
        (form) =>
          `^${form
            .split(/\{\w+\}/)
            .map(escape)
            .join(".+")}$`,
      ),
    );
  }
}
