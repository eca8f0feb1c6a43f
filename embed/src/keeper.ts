// What becomes of an element once `widget.js` is there: it shows the selection of its cart, asks for
// an earlier one, tells the proxy what the shopper takes back, and keeps the widget in its place.

import type { PickerErrorDetail, Selection } from "../index";
import type * as border from "./border";
import type {
  EventDetail,
  EventName,
  Host,
  MountedPicker,
  Runtime,
} from "./border";
import { type CartName, cartName, isAwaited, isLikely } from "./cart_name";
import { Cart, courier, type Held } from "./keeper/cart";
import { HiddenFields } from "./keeper/fields";
import { Instances } from "./keeper/instance";
import { loadMap, loadRare } from "./keeper/modules";
import { Place } from "./keeper/place";
import { type Stage, stageHere } from "./keeper/stage";
import { suits } from "./keeper/suits";
import { stopUncaught } from "./keeper/uncaught";
import { settingsJson } from "./settings";

/** Those in a page, or lately: what happens to a cart is for all its elements. */
const present = new Set<Keeper>();

const instances = new Instances((cause) => {
  for (const keeper of present) keeper.stop(cause);
});

// What goes wrong beside the WASM stops nothing else.
stopUncaught((cause) => {
  console.error("service-point-picker:", cause);
  const [keeper] = present;
  keeper?.tell();
});

export class Keeper implements border.Keeper {
  readonly #shell: border.Shell;
  readonly #loader: border.Loader;
  readonly #place: Place;
  readonly #fields: HiddenFields;
  /** Whose selection is shown. */
  #cart: Cart;
  /** Its policy forbids the page to run WASM. */
  #isFramed = false;
  /** Whose choice the proxy was last asked to confirm, and whether the widget waits for that. */
  #chosenFor: Cart | undefined;
  #isCommitting = false;
  /** The widget failed, and the shopper has not asked for another yet. */
  #isStopped = false;
  /** The proxy is asked, or about to be, for the selection of an earlier page. */
  #isRestoring = false;
  /** How often it was asked: only the last answer counts. */
  #questions = 0;
  /** What became of a choice is not known: the page is told of it as of a choice. */
  #isLost = false;
  /** Another earlier selection was named, and the widget not yet told. */
  #hasNewValue = false;
  #update = 0;

  constructor(shell: border.Shell, cart: CartName, loader: border.Loader) {
    this.#shell = shell;
    this.#loader = loader;
    this.#cart = Cart.of(cart, loader.proxy);
    this.#place = new Place(shell);
    this.#fields = new HiddenFields(shell.host);
  }

  get selection(): Selection | null {
    return this.#cart.held?.selection ?? null;
  }

  get isMounted(): boolean {
    return !!this.#place.mounted;
  }

  /** It shows what is selected for this cart. */
  isFor(cart: Cart): boolean {
    return this.#cart === cart;
  }

  connect() {
    present.add(this);
    if (this.#place.mounted && !this.#isFramed) this.arrange();
    // A browser loads a frame anew that is moved in the page.
    else if (this.#place.mounted) this.#mountAgain();
    // The page may have changed the attributes while this module was loaded.
    else if (!this.#follow()) this.#recall();
  }

  change(name: string) {
    if (name === "shop" || name === "reference") this.#follow();
    else if (name === "mode" || (name === "required" && this.#place.mounted))
      this.arrange();
    else if (name === "required") this.#recall();
    else if (name === "country" || name === "carriers") this.#check();
    else if (/^(preset|field-names|form)$/.test(name)) this.#fill();
    this.#hasNewValue ||= name === "value";
    this.#updateSoon();
  }

  speak() {
    if (!this.#place.mounted) return;
    const { hasFocus, frame, host } = this.#shell;
    this.#unmount();
    // What had it is gone, and a dialog would leave it to the page behind.
    if (hasFocus) frame.focus();
    host.preload();
  }

  takeOwn() {
    this.#place.mounted?.own(this.#shell.own);
  }

  arrange() {
    const { isBare, isChanging, isDialog, isOpen, host } = this.#shell;
    // Whoever closes a dialog alone leaves without what is being confirmed.
    if (isBare && !isOpen && this.#isCommitting) this.#place.mounted?.reset();
    const isSelected = this.selection !== null;
    // In the page the picker takes the summary's place; a dialog lies over it.
    const isShown = isSelected && (isDialog || !isChanging) && !this.#isStopped;
    this.#place.summary.hidden = !isShown || isBare;
    this.#shell.show(isShown, this.#obstacle);
    // Who has a selection, or most likely will in a moment, needs no search.
    const isSettled = isSelected || (this.#isRestoring && isLikely(host));
    if (isChanging || !isSettled) this.#place.mounted?.begin();
  }

  reset() {
    const { selection } = this;
    const id = selection?.id ?? this.#cart.id;
    if (id) this.#cart.forget(id);
    for (const keeper of this.#all) {
      // Also without a selection: one may be on its way.
      keeper.#place.mounted?.reset();
      keeper.#isRestoring = false;
      keeper.#showSelection();
    }
    if (selection) this.#emit("change", null);
  }

  async mount(runtime: Promise<Runtime> | undefined) {
    const shell = this.#shell;
    this.#isFramed = !runtime;
    if (!runtime) this.#askByFrame();
    const proposal =
      shell.isBare && shell.host.hasAttribute("value") && this.#readProposal();
    let tag, messages, stage: Stage | undefined;
    do {
      stage?.drop();
      ({ tag, messages } = shell);
      stage = await (runtime
        ? stageHere(instances, runtime, tag, messages)
        : this.#stageFramed());
      // A page may have changed its language while it was loaded.
    } while (tag !== shell.tag || messages !== shell.messages);
    if (!shell.host.isConnected) return stage.drop();
    this.#isStopped = false;
    const mounted = this.#place.mount(stage, this.#host(), this.#settings);
    if (shell.own) this.takeOwn();
    if (!proposal) this.#showRecalled(mounted);
    else {
      this.arrange();
      void proposal.then((json) => {
        // A shopper who is among the points already is left alone.
        const isBusy = shell.root.activeElement?.closest(".body, .confirm");
        if (json && !isBusy) this.#place.mounted?.show(json);
      });
    }
    shell.hideLoading();
  }

  giveUp() {
    this.#isRestoring = false;
    this.arrange();
  }

  /** The widget failed: what it stood for stays, and the shopper can have another. */
  stop(cause: unknown) {
    if (!this.#place.mounted) return;
    console.error("service-point-picker:", cause);
    const { frame, hasFocus } = this.#shell;
    this.#unmount();
    this.#isStopped = true;
    this.giveUp();
    this.#shell.showFailure(this.#failure);
    // What had it is gone.
    if (hasFocus) frame.focus();
    this.tell();
  }

  /** Tells the page of an error that is our own. */
  tell() {
    this.#emit("error", this.#failure);
  }

  leave(): boolean {
    // Out of the page a frame is gone, and with it what it waited for.
    if (this.#isFramed) this.#unmount();
    // The answer is for the whole cart.
    if (this.#cart.pending) return false;
    present.delete(this);
    this.#unmount();
    return true;
  }

  /** The keepers of the same cart. */
  get #all(): Keeper[] {
    return keepersOf(this.#cart);
  }

  get #failure(): PickerErrorDetail {
    const { stage } = this.#place;
    const message =
      stage?.say("loader_stopped") ?? this.#shell.say("unavailable");
    return { code: "internal", message, retryable: true };
  }

  /** The proxy can be asked for an earlier selection, and was not yet. */
  get #canAsk(): boolean {
    const { held, request } = this.#cart;
    const hasValue = this.#shell.host.hasAttribute("value");
    return held === undefined && !!(request || hasValue);
  }

  /** What keeps the form from being sent. */
  get #obstacle(): string {
    const shell = this.#shell;
    const isMissing = shell.host.hasAttribute("required") && !this.selection;
    if (this.#cart.pending || (isMissing && this.#isRestoring))
      return this.#place.stage?.say("loader_checking") ?? shell.say("heading");
    return isMissing ? shell.say("heading") : "";
  }

  get #settings(): string {
    const { host } = this.#shell;
    return settingsJson(this.#loader, (name) => host.getAttribute(name));
  }

  /** Another shop is another delivery; another reference is another cart. Whether it is one. */
  #follow(): boolean {
    const { shop, reference } = cartName(this.#shell.host);
    const { name } = this.#cart;
    if (shop === name.shop && reference === name.reference) return false;
    if (shop !== name.shop) this.reset();
    const { selection } = this;
    this.#place.mounted?.reset();
    this.#place.mounted?.update(this.#settings);
    this.#cart = Cart.of({ shop, reference }, this.#loader.proxy);
    this.#recall();
    if (selection && !this.selection) this.#emit("change", null);
    return true;
  }

  /** Another country or other carriers are another delivery. */
  #check() {
    const { held, pending } = this.#cart;
    // What is still awaited is looked at when it comes.
    const isAwaited = this.#isRestoring && !pending;
    const isKept = isAwaited || (held && suits(this.#shell.host, held));
    if (!isKept) this.reset();
  }

  /** Shows what the cart has: at once what this page knows of, later what the proxy does. */
  #recall() {
    const { held } = this.#cart;
    const { host, isBare } = this.#shell;
    // A dialog alone asks the shopper now, whatever was chosen before.
    if (isBare) return;
    this.#isRestoring = isAwaited(host) && this.#canAsk;
    this.#showSelection();
    if (held && !suits(host, held)) this.reset();
    if (this.#place.mounted) this.#showRecalled(this.#place.mounted);
    else if (this.#cart.held || this.#isRestoring) host.preload();
  }

  #showRecalled(mounted: MountedPicker) {
    const cart = this.#cart;
    if (cart.held) mounted.show(cart.held.json);
    else if (this.#canAsk) {
      this.#isRestoring = true;
      const question = ++this.#questions;
      mounted.restore(cart.request, (json, message) => {
        if (question === this.#questions) this.#restored(cart, json, message);
      });
    }
    this.arrange();
  }

  /** The proxy answered; if it could not, `json` is undefined and the next page asks again. */
  #restored(cart: Cart, json: string | null | undefined, message: string) {
    if (cart !== this.#cart) return;
    const { hasFocus, host, isOpen } = this.#shell;
    const isWanted = this.#isRestoring;
    this.#isRestoring = false;
    // What the shopper has chosen meanwhile counts.
    if (!cart.held && !cart.pending) {
      const held = json ? this.#heldOf(json) : null;
      if (held && isWanted && suits(host, held)) {
        this.#hold(held, hasFocus && !isOpen);
        this.#place.mounted?.show(held.json);
        if (this.#isLost) this.#emit("change", held.selection);
        this.#isLost = false;
      } else if (json !== undefined) cart.forget(held?.selection.id);
    }
    this.arrange();
    if (message) this.#shell.tell(message);
  }

  #heldOf(json: string): Held {
    const carriers = this.#shell.host.getAttribute("carriers");
    // Checked field by field by the widget, which got it from the proxy.
    const selection = JSON.parse(json) as Selection;
    return { selection, json, carriers };
  }

  /** What the widget calls. */
  #host(): Host {
    const shell = this.#shell;
    return {
      loadMap: () => loadMap(this.#loader),
      committing: (isCommitting) => this.#commit(isCommitting),
      late: (id) => (this.#chosenFor ?? this.#cart).drop(id),
      select: (json) => this.#select(this.#heldOf(json)),
      change: () => shell.host.open(),
      cancel: (reason) => shell.cancel(reason),
      error: (code, message, retryable) => {
        if (code === "config") console.error("service-point-picker:", message);
        this.#emit("error", { code, message, retryable });
      },
      ready: () => this.#emit("ready", null),
    };
  }

  /** The end counts for the cart that the choice was for, whatever the element is for by then. */
  #commit(isCommitting: boolean) {
    if (isCommitting === this.#isCommitting) return;
    this.#isCommitting = isCommitting;
    if (isCommitting) this.#chosenFor = this.#cart;
    const cart = this.#chosenFor ?? this.#cart;
    cart.pending += isCommitting ? 1 : -1;
    for (const keeper of keepersOf(cart)) keeper.arrange();
  }

  /** Takes the widget away. */
  #unmount() {
    if (!this.#place.mounted) return;
    this.#place.unmount();
    if (!this.#isCommitting) return;
    // It was gone already and cannot say what became of it, but the proxy can.
    const cart = this.#chosenFor;
    this.#commit(false);
    if (!cart?.name.reference) return;
    cart.held = undefined;
    this.#isLost = true;
    this.#fill();
    for (const other of keepersOf(cart)) if (other !== this) other.#recall();
  }

  #mountAgain() {
    this.#unmount();
    this.#shell.host.preload();
  }

  /** The list is complete without it. */
  async #readProposal(): Promise<string | undefined> {
    try {
      const { readProposal } = await loadRare(this.#loader);
      const cart = this.#cart;
      return await readProposal(this.#shell.host, (path) =>
        courier.ask(cart.address(path), "GET"),
      );
    } catch {
      return undefined;
    }
  }

  /** The page's policy lets nothing else reach the proxy. */
  #askByFrame() {
    courier.ask = async (address, method) => {
      const { ask } = await loadRare(this.#loader);
      return ask(address, method);
    };
  }

  async #stageFramed(): Promise<Stage> {
    const { stageFramed } = await loadRare(this.#loader);
    return stageFramed(this.#shell, this.#place.box, (cause) => {
      if (cause) this.stop(cause);
      else this.#mountAgain();
    });
  }

  #select(held: Held) {
    const { hasFocus } = this.#shell;
    this.#shell.closeDialog();
    this.#hold(held, hasFocus);
    this.#emit("change", held.selection);
  }

  #hold(held: Held, hadFocus: boolean) {
    this.#cart.hold(held);
    this.#showSelection();
    if (hadFocus) this.#place.focusSummary();
    // The checkout may have put another element in this one's place while the proxy was asked.
    for (const other of this.#all) if (other !== this) other.#recall();
  }

  #showSelection() {
    this.#shell.isChanging = false;
    this.#fill();
    this.arrange();
  }

  /** Has the form say what is selected. */
  #fill() {
    this.#fields.hold(this.selection);
  }

  /** Several attributes changed by one script are one update, and so one search. */
  #updateSoon() {
    clearTimeout(this.#update);
    this.#update = setTimeout(() => {
      this.#place.mounted?.update(this.#settings);
      // The widget asks by what it was told: the point and its post number, whichever was set last.
      if (this.#hasNewValue && !this.selection) this.#recall();
      this.#hasNewValue = false;
    });
  }

  #emit<Name extends EventName>(name: Name, detail: EventDetail<Name>) {
    // A listener of the page hears nothing from an element that was replaced.
    const target = [this, ...this.#all].find(
      (keeper) => keeper.#shell.host.isConnected,
    );
    (target ?? this).#shell.emit(name, detail);
  }
}

function keepersOf(cart: Cart): Keeper[] {
  return [...present].filter((keeper) => keeper.isFor(cart));
}
