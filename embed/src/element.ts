// `<service-point-picker>`: what a page holds of a picker, before and after the widget is there.

import type {
  CancelReason,
  Messages,
  Selection,
  ServicePointPickerElement,
  ServicePointPickerEventMap,
} from "../index";
import { Cart, type Held } from "./cart";
import { LoadError } from "./errors";
import { FormPart } from "./form";
import type { Browser } from "./browser";
import type { Host, MountedPicker } from "./glue";
import { loadGlue, loadMap, loadRuntime, proxy, type Runtime } from "./runtime";
import { isDialog, SETTING_ATTRIBUTES, settingsJson } from "./settings";
import { type LoaderText, say, tagOf } from "./texts";
import { View } from "./view";

/** How near to the viewport an element in the page starts to load. */
const NEAR = "300px";
/** An element that comes back within this time was only moved. */
const MOVE_TIMEOUT_MS = 1_000;

type EventName =
  keyof ServicePointPickerEventMap extends `service-point-${infer Name}`
    ? Name
    : never;

/** Those in a page, or lately: what happens to a cart is for all its elements. */
const present = new Set<PickerElement>();

/** One dialog is open at a time. */
let opened: PickerElement | undefined;

export class PickerElement
  extends HTMLElement
  implements ServicePointPickerElement
{
  static readonly formAssociated = true;
  static readonly observedAttributes = [
    ...SETTING_ATTRIBUTES,
    "required",
    "lang",
  ];

  readonly #view: View;
  readonly #form: FormPart;
  /** Whose selection is shown; none before the element first stands in a page. */
  #cart: Cart | undefined;
  /** The shopper looks for another point than the selected one. */
  #isChanging = false;
  /** Of a dialog that shows nothing in the page. */
  #onFailure: ((error: LoadError) => void) | undefined;
  /** The proxy is asked, or about to be, for the selection of an earlier page. */
  #isRestoring = false;
  #isStarting = false;
  #messages: Messages = {};
  #update = 0;
  #mounted: MountedPicker | undefined;
  #nearness: IntersectionObserver | undefined;
  #removal = 0;

  /** A dialog that shows nothing in the page; `onFailure` where it cannot be loaded. */
  static bare(onFailure: (error: LoadError) => void): PickerElement {
    const element = new PickerElement();
    element.#onFailure = onFailure;
    return element;
  }

  constructor() {
    super();
    this.#form = new FormPart(this);
    this.#view = new View(this.attachShadow({ mode: "open" }), this);
    this.addEventListener("invalid", () =>
      this.#view.showMessage(this.#form.message, true),
    );
  }

  get selection(): Selection | null {
    return this.#cart?.held?.selection ?? null;
  }

  /** Texts of the page's own, by key. */
  get messages(): Messages {
    return this.#messages;
  }

  set messages(messages: Messages | null) {
    this.#messages = { ...messages };
    this.#speak();
  }

  /** A text in the page's language. */
  say(key: LoaderText): string {
    return say(key, tagOf(this), this.#messages);
  }

  open() {
    if (!this.isConnected) return;
    this.#isChanging = true;
    this.#arrange();
    if (this.#isDialog) this.#openDialog();
    else {
      this.scrollIntoView({ block: "nearest" });
      this.#view.focusPicker();
    }
    void this.#start();
  }

  close() {
    if (opened === this) this.#leave("closed");
  }

  preload() {
    void this.#start();
  }

  reset() {
    const { selection } = this;
    const id = selection?.id ?? this.#cart?.id;
    if (id) this.#cart?.forget(id);
    for (const element of this.#all) {
      // Also without a selection: one may be on its way.
      element.#mounted?.reset();
      element.#isRestoring = false;
      element.#showSelection();
    }
    if (selection) this.#emit("change", null);
  }

  connectedCallback() {
    clearTimeout(this.#removal);
    present.add(this);
    // Set by a page before this script ran, it hides ours.
    const { messages } = this;
    if (Object.hasOwn(this, "messages")) {
      Reflect.deleteProperty(this, "messages");
      this.messages = messages;
    }
    if (this.#mounted) this.#arrange();
    else {
      this.#cart ??= this.#findCart();
      this.#recall();
    }
    this.#view.renewDialog();
    if (opened === this) void this.#start();
    else if (!this.#isDialog) this.#startWhenNear();
  }

  disconnectedCallback() {
    this.#nearness?.disconnect();
    this.#removal = setTimeout(() => this.#drop(), MOVE_TIMEOUT_MS);
  }

  attributeChangedCallback(
    name: string,
    old: string | null,
    value: string | null,
  ) {
    if (old === value) return;
    if (name === "mode") {
      this.close();
      this.#arrange();
    }
    if (name === "required")
      if (this.#mounted) this.#validate();
      else this.#recall();
    if (name === "lang") this.#speak();
    if (name === "value" && !this.selection) this.#recall();
    if (this.#cart) this.#follow(this.#cart, name);
    this.#updateSoon();
  }

  formResetCallback() {
    this.reset();
  }

  /** The elements of the same cart. */
  get #all(): PickerElement[] {
    return [...present].filter((element) => element.#cart === this.#cart);
  }

  /** There most likely is an earlier selection. */
  get #isHopeful(): boolean {
    return !!this.#cart?.id || this.hasAttribute("value");
  }

  /** The proxy can be asked for an earlier selection, and was not yet. */
  get #canAsk(): boolean {
    const isUnknown = this.#cart?.held === undefined;
    return isUnknown && !!(this.#cart?.request || this.hasAttribute("value"));
  }

  get #isDialog(): boolean {
    return isDialog(this.getAttribute("mode"));
  }

  /** Another country, carrier or shop is another delivery; another reference is another cart. */
  #follow({ held, pending }: Cart, name: string) {
    const isDelivery = name === "country" || name === "carriers";
    // What is still awaited is looked at when it comes.
    const isAwaited = this.#isRestoring && !pending;
    const isKept = isAwaited || (held && this.#suits(held));
    if (name === "shop" || (isDelivery && !isKept)) this.reset();
    if (name === "shop" || name === "reference") {
      const { selection } = this;
      this.#mounted?.reset();
      this.#mounted?.update(this.#settings());
      this.#cart = this.#findCart();
      this.#recall();
      if (selection && !this.selection) this.#emit("change", null);
    }
  }

  /** Whether a selection is of the delivery that the attributes ask for. */
  #suits({ selection, carriers }: Held): boolean {
    const country = this.getAttribute("country")?.trim().toUpperCase();
    const text = this.getAttribute("carriers");
    const wanted = text?.match(/[^\s,]+/g);
    const { carrier, service_point } = selection;
    return (
      (!country || country === service_point.address.country_code) &&
      // A point's carrier may go by another code than it was asked for by: only a change tells.
      (!wanted || text === carriers || wanted.includes(carrier))
    );
  }

  #findCart(): Cart {
    const text = (name: string) => this.getAttribute(name)?.trim() ?? "";
    return Cart.of(text("shop"), text("reference"));
  }

  /** Shows what the cart has: at once what this page knows of, later what the proxy does. */
  #recall() {
    const cart = this.#cart;
    // A dialog alone asks the shopper now, whatever was chosen before.
    if (!cart || this.#onFailure) return;
    // A form may not be sent without knowing: only who does not hold one up can wait to be seen.
    const isNeeded = this.#isHopeful || this.hasAttribute("required");
    this.#isRestoring = !!(isNeeded && this.#canAsk);
    this.#showSelection();
    if (cart.held && !this.#suits(cart.held)) this.reset();
    if (this.#mounted) this.#showRecalled(this.#mounted, cart);
    else if (cart.held || this.#isRestoring) void this.#start();
  }

  #showRecalled(mounted: MountedPicker, cart: Cart) {
    if (cart.held) mounted.show(cart.held.json);
    else if (this.#canAsk) {
      this.#isRestoring = true;
      mounted.restore(cart.request, (json, message) =>
        this.#restored(cart, json, message),
      );
    }
    this.#arrange();
  }

  /** The proxy answered; if it could not, `json` is undefined and the next page asks again. */
  #restored(cart: Cart, json: string | null | undefined, message: string) {
    if (cart !== this.#cart) return;
    const isWanted = this.#isRestoring;
    this.#isRestoring = false;
    // What the shopper has chosen meanwhile counts.
    if (!cart.held && !cart.pending) {
      const held = json ? this.#heldOf(json) : null;
      if (held && isWanted && this.#suits(held)) {
        this.#hold(held, this.#view.hasFocus && opened !== this);
        this.#mounted?.show(held.json);
      } else if (json !== undefined) cart.forget(held?.selection.id);
    }
    this.#arrange();
    if (message) this.#view.showMessage(message, true);
  }

  #heldOf(json: string): Held {
    const carriers = this.getAttribute("carriers");
    // Checked field by field by the widget, which got it from the proxy.
    const selection = JSON.parse(json) as Selection;
    return { selection, json, carriers };
  }

  #startWhenNear() {
    this.#nearness = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#nearness?.disconnect();
        void this.#start();
      },
      { rootMargin: NEAR },
    );
    this.#nearness.observe(this);
  }

  async #start() {
    if (this.#mounted || this.#isStarting) return;
    this.#isStarting = true;
    this.#view.showLoading();
    try {
      const [runtime, browser] = await Promise.all([
        loadRuntime(),
        loadGlue().then((glue) =>
          glue.loadBrowser(tagOf(this), this.#messages),
        ),
      ]);
      if (this.isConnected) this.#mount(runtime, browser);
    } catch (cause) {
      this.#fail(
        cause instanceof LoadError
          ? cause
          : new LoadError("load_failed", cause),
      );
    } finally {
      this.#isStarting = false;
    }
  }

  #mount({ glue, sheet }: Runtime, browser: Browser) {
    this.#view.showMounted(sheet, (picker, summary) => {
      this.#mounted = glue.mount(
        picker,
        summary,
        this.#host(),
        browser,
        this.#settings(),
      );
      if (this.#cart && !this.#onFailure)
        this.#showRecalled(this.#mounted, this.#cart);
      else this.#arrange();
    });
  }

  #fail(error: LoadError) {
    this.#isRestoring = false;
    this.#validate();
    // A dialog that nobody opened yet was being loaded ahead: opening it will try again.
    if (this.#isDialog && opened !== this) return;
    this.#view.showFailure(error);
    error.message = this.say(
      error.retryable ? "loader_failed" : "loader_impossible",
    );
    this.#emit("error", error);
    this.#onFailure?.(error);
  }

  /** What the widget calls. */
  #host(): Host {
    return {
      loadMap,
      committing: (isCommitting) => {
        this.#cart!.pending += isCommitting ? 1 : -1;
        for (const element of this.#all) element.#validate();
      },
      late: (id) => this.#cart?.drop(id),
      select: (json) => this.#select(this.#heldOf(json)),
      change: () => this.open(),
      cancel: (reason) => this.#leave(reason),
      error: (code, message, retryable) => {
        if (code === "config") console.error("service-point-picker:", message);
        this.#emit("error", { code, message, retryable });
      },
      ready: () => this.#emit("ready", null),
    };
  }

  #select(held: Held) {
    const { hasFocus } = this.#view;
    this.#closeDialog();
    this.#hold(held, hasFocus);
    this.#emit("change", held.selection);
  }

  #hold(held: Held, hadFocus: boolean) {
    this.#cart?.hold(held);
    this.#showSelection();
    if (hadFocus) this.#view.focusSummary();
    // The checkout may have put another element in this one's place while the proxy was asked.
    for (const other of this.#all) if (other !== this) other.#recall();
  }

  #leave(reason: CancelReason) {
    this.#closeDialog();
    this.#isChanging = false;
    this.#arrange();
    this.#emit("cancel", { reason });
  }

  #openDialog() {
    if (opened === this) return;
    opened?.close();
    opened = this;
    this.#view.openDialog();
    this.#emit("open", null);
  }

  #closeDialog() {
    if (opened !== this) return;
    opened = undefined;
    this.#view.closeDialog();
  }

  #showSelection() {
    this.#isChanging = false;
    this.#form.setSelection(this.selection);
    this.#arrange();
  }

  #arrange() {
    const isDialog = this.#isDialog;
    const isSelected = this.selection !== null;
    this.#view.arrange({
      isDialog,
      // In the page the picker takes the summary's place; a dialog lies over it.
      isSelected: isSelected && (isDialog || !this.#isChanging),
      isBare: !!this.#onFailure,
    });
    this.#validate();
    // Who has a selection, or most likely will in a moment, needs no search.
    const isSettled = isSelected || (this.#isRestoring && this.#isHopeful);
    if (this.#isChanging || !isSettled) this.#mounted?.begin();
  }

  #validate() {
    const isMissing = this.hasAttribute("required") && !this.selection;
    const isChecking = this.#cart?.pending || (isMissing && this.#isRestoring);
    const message = isChecking
      ? this.say("loader_checking")
      : isMissing
        ? this.say("heading")
        : "";
    this.#form.explain(message, this.#view.anchor);
    this.#view.showMessage(message);
  }

  /** Several attributes changed by one script are one update, and so one search. */
  #updateSoon() {
    clearTimeout(this.#update);
    this.#update = setTimeout(() => this.#mounted?.update(this.#settings()));
  }

  #settings(): string {
    return settingsJson(proxy, (name) => this.getAttribute(name));
  }

  /** Another language is another picker. */
  #speak() {
    if (!this.#cart) return;
    this.#arrange();
    if (this.#mounted) {
      this.#unmount();
      void this.#start();
    }
  }

  #unmount() {
    this.#mounted?.free();
    this.#mounted = undefined;
    this.#view.showUnmounted();
  }

  /** The element left the page for good, as far as it can tell: checkouts are rendered anew. */
  #drop() {
    // The answer is for the whole cart.
    if (this.#cart?.pending) return this.disconnectedCallback();
    present.delete(this);
    this.#closeDialog();
    if (this.#mounted) this.#unmount();
  }

  #emit<Name extends EventName>(
    name: Name,
    detail: ServicePointPickerEventMap[`service-point-${Name}`]["detail"],
  ) {
    // A listener of the page hears nothing from an element that was replaced.
    const target = [this, ...this.#all].find((element) => element.isConnected);
    (target ?? this).dispatchEvent(
      new CustomEvent(`service-point-${name}`, {
        bubbles: true,
        composed: true,
        detail,
      }),
    );
  }
}
