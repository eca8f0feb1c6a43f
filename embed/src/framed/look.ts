// What a frame has to be told of the page, since nothing is inherited into it.

import type { Shell } from "../border";
import type { Look } from "../frame/messages";

/** The custom properties that embedders may set (`docs/embedding.md`). */
const PROPERTIES = [
  "font-family",
  "font-size",
  "line-height",
  "space",
  "radius",
  "border-width",
  "list-width",
  "shadow",
  "color-text",
  "color-muted",
  "color-background",
  "color-surface",
  "color-border",
  "color-accent",
  "color-on-accent",
  "color-selected",
  "color-focus",
  "color-open",
  "color-warning",
  "color-error",
  "color-marker",
].map((name) => `--spp-${name}`);

/** How things look where the picker stands. */
export function lookOf({ host, frame }: Pick<Shell, "host" | "frame">): Look {
  const style = getComputedStyle(host);
  const names = [...PROPERTIES, "font-family"];
  const properties = names.map((name) => [name, style.getPropertyValue(name)]);
  properties.push(["color-scheme", schemesOf(style)]);
  // In a dialog that is closed, as in one that is open, it is the dialog's.
  const isInDialog = frame.parentElement instanceof HTMLDialogElement;
  const height = style.getPropertyValue("--spp-height").trim();
  return {
    properties: Object.fromEntries(properties) as Record<string, string>,
    isAutoHeight: !isInDialog && height === "auto",
  };
}

/** Light, dark, or both, where the system decides. */
function schemesOf({ colorScheme }: CSSStyleDeclaration): string {
  if (colorScheme !== "normal") return colorScheme;
  // A page may say it for all of itself, in its head.
  const meta = document.querySelector<HTMLMetaElement>(
    'meta[name="color-scheme" i]',
  );
  return meta?.content ?? colorScheme;
}

/** Calls back when the look may have changed, until the returned function is called. */
export function watchLook(host: Element, changed: () => void): () => void {
  const attributes = new MutationObserver(changed);
  for (const element of [document.documentElement, document.body, host])
    attributes.observe(element, {
      attributeFilter: ["class", "style", "theme", "data-theme", "mode"],
    });
  const isDark = matchMedia("(prefers-color-scheme: dark)");
  isDark.addEventListener("change", changed);
  return () => {
    attributes.disconnect();
    isDark.removeEventListener("change", changed);
  };
}
