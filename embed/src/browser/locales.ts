// The languages that the picker speaks, and where their texts are.

import type { LocaleText } from "./texts";

/** A locale that does not come in this time is not waited for: English is there. */
const DEADLINE_MS = 5_000;

/** The language of a tag, as pages write it (`nl-BE`, `fr_FR`, `FR`): one that we speak, else English. */
export function languageOf(tag: string): string {
  const wanted = tag.trim().toLowerCase().replaceAll("_", "-");
  const known = [...Object.keys(__LOCALES__), "en"];
  const find = (name: string) =>
    known.find((language) => language.toLowerCase() === name);
  return find(wanted) ?? find(wanted.split("-", 1)[0] ?? "") ?? "en";
}

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr";
}

/** The texts of a language in the order of their keys; none in English, which is there, or on failure. */
export async function loadTexts(
  language: string,
): Promise<readonly LocaleText[] | undefined> {
  if (language === "en") return [];
  const integrity = __LOCALES__[language] ?? "";
  try {
    const address = new URL(`locales/${language}.json`, import.meta.url);
    const response = await fetch(address.href, {
      credentials: "omit",
      integrity,
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!response.ok) return undefined;
    // Whatever a page's own parser makes of it, each text is looked at before it is shown.
    return JSON.parse(await response.text()) as readonly LocaleText[];
  } catch {
    return undefined;
  }
}
