// The few texts that stand before the widget is there, in every language that the picker speaks.

import type { Messages } from "../index";

/** Their keys, in the order in which `build.mjs` writes them after the language. */
const KEYS = ["heading", "close", "try_again", "unavailable"] as const;

export type LoaderText = (typeof KEYS)[number];

/** The page's language at an element, through shadow roots; else one that the shopper reads. */
export function tagOf(element: Element): string {
  for (let at: Element | undefined = element; at;) {
    const tag = at.closest("[lang]")?.getAttribute("lang");
    if (tag) return tag;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return navigator.languages.find(textsOf) ?? "";
}

/** A text in the language of a tag, unless the page has put another in its place. */
export function say(key: LoaderText, tag: string, messages: Messages): string {
  const message = messages[key];
  if (typeof message === "string") return message;
  const texts = textsOf(tag) ?? textsOf("en")!;
  return texts[KEYS.indexOf(key) + 1]!;
}

function textsOf(tag: string): readonly string[] | undefined {
  const language = tag.trim().toLowerCase().split(/[-_]/)[0];
  return __LOADER_TEXTS__.find(([known]) => known === language);
}
