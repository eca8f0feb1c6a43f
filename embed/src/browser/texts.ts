// The picker's texts in one language: what the page has put in their place, else the locale's, else
// the English ones, so that no label is ever blank.

import type { Messages } from "../../index";

/** A text, or its forms by plural category. */
export type LocaleText = string | Readonly<Record<string, string>>;

const KEYS = Object.keys(__ENGLISH__);

export class Texts {
  readonly #rules: Intl.PluralRules;
  readonly #locale: readonly LocaleText[];
  readonly #messages: Messages;

  constructor(
    language: string,
    locale: readonly LocaleText[],
    messages: Messages,
  ) {
    this.#rules = new Intl.PluralRules(language);
    this.#locale = locale;
    this.#messages = messages;
  }

  /** The text of a number: the place of its key. */
  get(index: number): string {
    return this.plural(index, 0);
  }

  /** The text of a key. */
  say(key: string): string {
    return this.get(KEYS.indexOf(key));
  }

  /** The form that goes with a count. */
  plural(index: number, count: number): string {
    const key = KEYS[index] ?? "";
    const category = this.#rules.select(count);
    return (
      form(this.#messages[key], category) ??
      form(this.#locale[index], category) ??
      form(__ENGLISH__[key], count === 1 ? "one" : "other") ??
      key
    );
  }
}

function form(text: unknown, category: string): string | undefined {
  if (typeof text === "string") return text;
  if (typeof text !== "object" || text === null) return undefined;
  const forms = text as Readonly<Record<string, unknown>>;
  const found = forms[category] ?? forms["other"];
  return typeof found === "string" ? found : undefined;
}
