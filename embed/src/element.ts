// `<service-point-picker>`: what a page holds of a picker, before and after the widget is there.

import type {
  PickerErrorDetail,
  Selection,
  ServicePointPickerElement,
  ServicePointPickerEventMap,
} from "../index";
import { LoadError } from "./errors";
import { FormPart } from "./form";
import type { Host, MountedPicker } from "./glue";
import { loadMap, loadRuntime, proxy, type Runtime } from "./runtime";
import { parseSelection } from "./selection";
import { isDialog, SETTING_ATTRIBUTES, settingsJson } from "./settings";
import { View } from "./view";

/** How near to the viewport an element in the page starts to load. */
const NEAR = "300px";
/** An element that comes back within this time was only moved. */
const MOVE_TIMEOUT_MS = 1_000;

/** One dialog is open at a time. */
let opened: PickerElement | undefined;

export class PickerElement
  extends HTMLElement
  implements ServicePointPickerElement
{
  static readonly formAssociated = true;
  static readonly observedAttributes = [...SETTING_ATTRIBUTES, "required"];

  readonly #view: View;
  readonly #form: FormPart;
  #selection: Selection | null = null;
  /** The shopper looks for another point than the selected one. */
  #isChanging = false;
  #isBare = false;
  /** The proxy is asked to confirm another selection. */
  #isCommitting = false;
  #isStarting = false;
  #isUpdateDue = false;
  #mounted: MountedPicker | undefined;
  #nearness: IntersectionObserver | undefined;
  #removal = 0;

  /** A dialog that shows nothing in the page. */
  static bare(): PickerElement {
    const element = new PickerElement();
    element.#isBare = true;
    return element;
  }

  constructor() {
    super();
    this.#form = new FormPart(this);
    this.#view = new View(this.attachShadow({ mode: "open" }), {
      open: () => this.open(),
      preload: () => this.preload(),
      close: () => this.close(),
      retry: () => void this.#start(),
    });
  }

  get selection(): Selection | null {
    return this.#selection;
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
    if (opened === this) this.#leave();
  }

  preload() {
    void this.#start();
  }

  reset() {
    // Also without a selection: one may be on its way.
    this.#mounted?.reset();
    if (!this.#selection) return;
    this.#setSelection(null);
    this.#emit("service-point-change", null);
  }

  connectedCallback() {
    clearTimeout(this.#removal);
    this.#arrange();
    this.#view.renewDialog();
    if (opened === this) void this.#start();
    else if (!this.#isDialog && !this.#mounted) this.#startWhenNear();
  }

  disconnectedCallback() {
    this.#nearness?.disconnect();
    this.#removal = window.setTimeout(() => this.#drop(), MOVE_TIMEOUT_MS);
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
    if (name === "required") this.#validate();
    // Another country is another delivery: the point there cannot stay.
    if (name === "country") this.reset();
    this.#updateSoon();
  }

  formResetCallback() {
    this.reset();
  }

  get #isDialog(): boolean {
    return isDialog(this.getAttribute("mode"));
  }

  #startWhenNear() {
    this.#nearness?.disconnect();
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
      const runtime = await loadRuntime();
      if (this.isConnected) this.#mount(runtime);
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

  #mount({ mount, sheet }: Runtime) {
    this.#view.showMounted(sheet, (picker, summary) => {
      this.#mounted = mount(picker, summary, this.#host(), this.#settings());
    });
  }

  #fail(error: LoadError) {
    // A dialog that nobody opened yet was being loaded ahead: opening it will try again.
    if (this.#isDialog && opened !== this) return;
    this.#view.showFailure(error);
    this.#emit("service-point-error", error.detail);
  }

  /** What the widget calls. */
  #host(): Host {
    return {
      loadMap,
      committing: (isCommitting) => {
        this.#isCommitting = isCommitting;
        this.#validate();
      },
      select: (json) => this.#select(parseSelection(json)),
      change: () => this.open(),
      cancel: () => this.#leave(),
      error: (code, message, retryable) => {
        const detail: PickerErrorDetail = { code, message, retryable };
        this.#emit("service-point-error", detail);
      },
      ready: () => this.#emit("service-point-ready", null),
    };
  }

  #select(selection: Selection) {
    const hadFocus = this.#view.hasFocus;
    this.#closeDialog();
    this.#setSelection(selection);
    if (hadFocus && !this.#isBare) this.#view.focusSummary();
    this.#emit("service-point-change", selection);
  }

  #leave() {
    this.#closeDialog();
    this.#isChanging = false;
    this.#arrange();
    this.#emit("service-point-cancel", { reason: "closed" });
  }

  #openDialog() {
    if (opened === this) return;
    opened?.close();
    opened = this;
    this.#view.openDialog();
    this.#emit("service-point-open", null);
  }

  #closeDialog() {
    if (opened !== this) return;
    opened = undefined;
    this.#view.closeDialog();
  }

  #setSelection(selection: Selection | null) {
    this.#selection = selection;
    this.#isChanging = false;
    this.#form.setSelection(selection);
    this.#arrange();
  }

  #arrange() {
    const isDialog = this.#isDialog;
    this.#view.arrange({
      isDialog,
      // In the page the picker takes the summary's place; a dialog lies over it.
      isSelected: this.#selection !== null && (isDialog || !this.#isChanging),
      isBare: this.#isBare,
    });
    this.#validate();
  }

  #validate() {
    const isMissing = this.hasAttribute("required") && !this.#selection;
    this.#form.setValidity(isMissing, this.#isCommitting, this.#view.anchor);
  }

  /** Several attributes changed by one script are one update, and so one search. */
  #updateSoon() {
    if (!this.#mounted || this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    setTimeout(() => {
      this.#isUpdateDue = false;
      this.#mounted?.update(this.#settings());
    });
  }

  #settings(): string {
    return settingsJson(proxy, (name) => this.getAttribute(name));
  }

  /** The element left the page for good. */
  #drop() {
    this.#closeDialog();
    this.reset();
    if (!this.#mounted) return;
    this.#mounted.free();
    this.#mounted = undefined;
    this.#view.showUnmounted();
  }

  #emit<Name extends keyof ServicePointPickerEventMap>(
    name: Name,
    detail: ServicePointPickerEventMap[Name]["detail"],
  ) {
    this.dispatchEvent(
      new CustomEvent(name, { bubbles: true, composed: true, detail }),
    );
  }
}
