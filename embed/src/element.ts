// `<service-point-picker>`: what a page sees of a picker. Until `widget.js` is there it holds no
// selection; from then on its keeper does the rest.

import type {
  Messages,
  Selection,
  ServicePoint,
  ServicePointPickerElement,
} from "../index";
import type { Keeper, WidgetModule } from "./border";
import { type CartName, cartName, isAwaited } from "./cart_name";
import { LoadError } from "./errors";
import { removeFields } from "./form_fields";
import { allowsWasm, loader, loadRuntime, loadWidget } from "./runtime";
import { SETTING_ATTRIBUTES } from "./settings";
import { Shell } from "./shell";

/** How near to the viewport an element in the page starts to load. */
const NEAR = "300px";
/** An element that comes back within this time was only moved. */
const MOVE_TIMEOUT_MS = 1_000;

/** The module, once an element of the page has loaded it. */
let widget: WidgetModule | undefined;

/** Those that stand in the page without a keeper. */
const waiting = new Set<PickerElement>();

export class PickerElement
  extends HTMLElement
  implements ServicePointPickerElement
{
  static readonly formAssociated = true;
  static readonly observedAttributes = [
    ...SETTING_ATTRIBUTES,
    "required",
    "lang",
    "preset",
    "field-names",
    "form",
  ];

  readonly #shell: Shell;
  /** What it was for when it first stood in a page. */
  #cart: CartName | undefined;
  #isStarting = false;
  #nearness: IntersectionObserver | undefined;
  #removal = 0;

  /** `isBare`: a dialog that shows nothing in the page. */
  constructor(isBare = false) {
    super();
    this.#shell = new Shell(this, isBare);
  }

  get selection(): Selection | null {
    return this.#keeper?.selection ?? null;
  }

  get messages(): Messages {
    return this.#shell.messages;
  }

  set messages(messages: Messages | null) {
    const old = this.#shell.messages;
    this.#shell.messages = { ...messages };
    // Frameworks set the same again and again.
    if (JSON.stringify(old) !== JSON.stringify(this.#shell.messages))
      this.#speak();
  }

  get servicePoints(): readonly ServicePoint[] | null {
    return this.#shell.own;
  }

  set servicePoints(points: readonly ServicePoint[] | null | undefined) {
    this.#shell.own = points ?? null;
    this.#keeper?.takeOwn();
  }

  open() {
    if (!this.isConnected) return;
    this.#shell.isChanging = true;
    this.#shell.arrange();
    if (this.#shell.isDialog) this.#shell.openDialog();
    else {
      this.scrollIntoView({ block: "nearest" });
      this.#shell.focusPicker();
    }
    void this.#start();
  }

  close() {
    this.#shell.close();
  }

  preload() {
    void this.#start();
  }

  reset() {
    if (this.#keeper) this.#keeper.reset();
    // An earlier page's selection: a keeper can withdraw it.
    else if (this.#cart && isAwaited(this)) void this.#resetLater();
  }

  connectedCallback() {
    clearTimeout(this.#removal);
    // Set by a page before this script ran, they hide ours.
    for (const name of ["messages", "servicePoints"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      Reflect.deleteProperty(this, name);
      Object.assign(this, { [name]: value });
    }
    this.#cart ??= cartName(this);
    if (widget) this.#keep(widget).connect();
    else {
      waiting.add(this);
      removeFields(this);
      this.#recall();
    }
    this.#shell.renewDialog();
    if (this.#shell.isOpen) void this.#start();
    else if (!this.#shell.isDialog) this.#startWhenNear();
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
    if (name === "mode") this.close();
    if (name === "lang") this.#speak();
    if (this.#keeper) this.#keeper.change(name);
    else if (/^(mode|required|value|shop|reference)$/.test(name))
      this.#recall();
  }

  formResetCallback() {
    this.reset();
  }

  get #keeper(): Keeper | undefined {
    return this.#shell.keeper;
  }

  /** Before there is a keeper: starts where one is needed to tell what the form may hold. */
  #recall() {
    this.#shell.arrange();
    // A dialog alone asks the shopper now, whatever was chosen before.
    if (this.#cart && !this.#shell.isBare && isAwaited(this))
      void this.#start();
  }

  #keep(widget: WidgetModule): Keeper {
    waiting.delete(this);
    return (this.#shell.keeper ??= widget.keep(
      this.#shell,
      this.#cart ?? cartName(this),
      loader,
    ));
  }

  async #resetLater() {
    try {
      await this.#loadKeeper();
      this.reset();
    } catch {
      // It is found again, and can be reset again.
    }
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
    if (this.#keeper?.isMounted || this.#isStarting) return;
    this.#isStarting = true;
    this.#shell.showLoading();
    try {
      const runtime = allowsWasm() ? loadRuntime() : undefined;
      // Where it fails, it does so again in `mount`.
      runtime?.catch(() => undefined);
      const keeper = await this.#loadKeeper();
      await keeper.mount(runtime);
      this.#isStarting = false;
    } catch (cause) {
      // Before anybody hears of it: a page may try again at once.
      this.#isStarting = false;
      this.#fail(
        cause instanceof LoadError
          ? cause
          : new LoadError(
              cause === "wasm_blocked" ? cause : "load_failed",
              cause,
            ),
      );
    }
  }

  /** Has keepers for all elements, and for this one even if it has left the page meanwhile. */
  async #loadKeeper(): Promise<Keeper> {
    widget = await loadWidget();
    for (const element of waiting) element.#keep(widget).connect();
    return this.#keep(widget);
  }

  #fail(error: LoadError) {
    this.#keeper?.giveUp();
    // A dialog that nobody opened yet was being loaded ahead: opening it will try again.
    if (this.#shell.isDialog && !this.#shell.isOpen) return;
    error.message = this.#shell.say("unavailable");
    this.#shell.showFailure(error);
    this.#shell.emit("error", error);
  }

  /** Another language, or other texts. */
  #speak() {
    this.#shell.arrange();
    if (this.#isStarting) this.#shell.showLoading();
    this.#keeper?.speak();
  }

  /** The element left the page for good, as far as it can tell: checkouts are rendered anew. */
  #drop() {
    if (this.#keeper?.leave() === false) return this.disconnectedCallback();
    waiting.delete(this);
    this.#shell.closeDialog();
  }
}
