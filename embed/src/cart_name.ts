// Which cart an element is for, and whether an earlier page may have chosen for it. `picker.js` must
// know before it loads anything, `widget.js` ever after.

/** The attributes that make a cart. */
export interface CartName {
  readonly shop: string;
  /** Empty where the element is a cart of its own. */
  readonly reference: string;
}

export function cartName(element: Element): CartName {
  const text = (name: string) => element.getAttribute(name)?.trim() ?? "";
  return { shop: text("shop"), reference: text("reference") };
}

/** Where a tab keeps the id of a cart's selection. */
export function storageKey({ shop, reference }: CartName): string {
  return `service-point-picker:${shop}:${reference}`;
}

/** Browsers may forbid storage altogether: then a selection lives as long as its page. */
export function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/** There most likely is an earlier selection. */
export function isLikely(element: Element): boolean {
  const key = storageKey(cartName(element));
  return (
    element.hasAttribute("value") || !!stored((storage) => storage.getItem(key))
  );
}

/** An earlier selection is asked for at once. Only who does not hold a form up can wait to be seen. */
export function isAwaited(element: Element): boolean {
  const isForm = element.hasAttribute("required");
  return isLikely(element) || (isForm && !!cartName(element).reference);
}
