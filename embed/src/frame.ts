// The document of a frame: the same widget as in a page, on the proxy's own origin, for pages whose
// policy forbids WASM. What it tells its host and what the keeper asks of it are messages.

import type { ServicePoint } from "../index";
import type { Host, MountedPicker } from "./border";
import { type Browser, loadBrowser } from "./browser";
import { compile, fetchFile, forgetful, importFile } from "./download";
import {
  type Asked,
  GREETING,
  type Greeting,
  type Look,
  type Told,
} from "./frame/messages";
import { treesIn } from "./frame/tree";
import { Instances } from "./keeper/instance";
import skeleton from "./skeleton.css";

type Say = (...told: Told) => void;
type Mount = (settings: string) => MountedPicker;

const folder = new URL(".", import.meta.url);

/** How often the page took back what was chosen. */
let resets = 0;

/** The page's origin, as the page wrote it: browsers deliver to no other what is meant for it. */
const page = location.hash.slice(1);

/** Texts that the keeper says, who has no others. */
const SAID_IN_PAGE = ["loader_checking", "loader_stopped"];

/** The document is one picker, as high as the frame. */
const DOCUMENT = "html, body { margin: 0; height: 100%; overflow: hidden }";

// Opened by hand there is nobody to greet.
if (parent !== window && page.startsWith("http")) {
  addEventListener("message", greet);
  parent.postMessage(GREETING, page);
}

function greet({ source, origin, data, ports }: MessageEvent<Greeting>) {
  const [port] = ports;
  if (source !== parent || origin !== page || !port) return;
  removeEventListener("message", greet);
  void serve(port, data);
}

async function serve(port: MessagePort, [, tag, messages, look]: Greeting) {
  const say: Say = (...told) => port.postMessage(told);
  const stage = new FrameStage(say);
  stage.wear(look);
  let mounted: MountedPicker | undefined;
  let mount: Mount | undefined;
  port.onmessage = ({ data }: MessageEvent<Asked>) => {
    if (data[0] === "mount") mounted = mount?.(data[1]);
    else if (data[0] === "look") stage.wear(data[1]);
    else if (data[0] === "press") stage.press(data[1]);
    else if (data[0] === "ask") void askProxy(data, say);
    else if (mounted) ask(mounted, data, say);
  };
  try {
    const [module, css, browser] = await Promise.all([
      compile(beside("widget_bg.wasm")),
      fetchText(beside("widget.css")),
      loadBrowser(tag, messages),
    ]);
    mount = await stage.prepare(module, css, browser);
    const texts = SAID_IN_PAGE.map((key) => [key, browser.say(key)]);
    say("staged", { css, texts: Object.fromEntries(texts) });
  } catch (error) {
    say("failed", `${error}`);
  }
}

/** Has the picker do what the page asks. */
function ask(mounted: MountedPicker, asked: Asked, say: Say) {
  switch (asked[0]) {
    case "update":
      return mounted.update(asked[1]);
    case "own":
      return mounted.own(asked[1] as readonly ServicePoint[] | null);
    case "begin":
      return mounted.begin();
    case "restore":
      return mounted.restore(asked[2], (json, message) =>
        say("restored", asked[1], json, message),
      );
    case "show":
      return mounted.show(asked[1]);
    case "reset":
      resets++;
      return mounted.reset();
  }
}

/** What is in the document: the boxes of an element's shadow root, which style sheets know. */
class FrameStage {
  readonly #say: Say;
  readonly #root: ShadowRoot;
  readonly #frame = newBox("frame");
  readonly #picker = newBox("picker");
  readonly #summary = newBox("summary");
  #isAutoHeight = false;

  constructor(say: Say) {
    this.#say = say;
    const host = document.createElement("div");
    this.#root = host.attachShadow({ mode: "open" });
    const shell = newBox("shell");
    // Seen in the page, which gets a copy.
    this.#summary.hidden = true;
    this.#frame.append(this.#picker);
    shell.append(this.#summary, this.#frame);
    this.#root.append(shell);
    document.adoptedStyleSheets = [sheetOf(DOCUMENT)];
    document.body.append(host);
    new ResizeObserver(() => this.#tellHeight()).observe(this.#frame);
    new MutationObserver(() => say("summary", treesIn(this.#summary))).observe(
      this.#summary,
      { attributes: true, characterData: true, childList: true, subtree: true },
    );
    addEventListener("keydown", ({ key, defaultPrevented }) => {
      if (key === "Escape" && !defaultPrevented) say("escape");
    });
  }

  /** Looks as the page does. */
  wear({ properties, isAutoHeight }: Look) {
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(properties))
      style.setProperty(name, value);
    style.setProperty("--spp-height", isAutoHeight ? "auto" : "100vh");
    if (this.#isAutoHeight && !isAutoHeight) this.#say("height", 0);
    this.#isAutoHeight = isAutoHeight;
    this.#tellHeight();
  }

  async prepare(
    module: WebAssembly.Module,
    css: string,
    browser: Browser,
  ): Promise<Mount> {
    document.documentElement.lang = browser.language;
    document.title = browser.say("heading");
    this.#root.adoptedStyleSheets = [sheetOf(skeleton), sheetOf(css)];
    const instances = new Instances((cause) => this.#say("broke", `${cause}`));
    const mount = await instances.get(module);
    const host = hostOf(this.#say);
    return (settings) =>
      mount(this.#picker, this.#summary, host, browser, settings);
  }

  press(index: number) {
    this.#summary.querySelectorAll("button")[index]?.click();
  }

  #tellHeight() {
    if (!this.#isAutoHeight) return;
    this.#say("height", Math.ceil(this.#frame.getBoundingClientRect().height));
  }
}

/** The keeper, as the widget sees it from here. */
function hostOf(say: Say): Host {
  return {
    loadMap: forgetful((attempt) => importFile(beside("map.js"), attempt)),
    // Where a selection comes with the end of it, that is said first: no form can leave in between.
    committing: (isCommitting) => {
      if (isCommitting) say("committing", true);
      else queueMicrotask(() => say("committing", false));
    },
    select: (json) => say("select", json, resets),
    late: (id) => say("late", id),
    change: () => say("change"),
    cancel: (reason) => say("cancel", reason),
    error: (code, message, isRetryable) =>
      say("error", code, message, isRetryable),
    ready: () => say("ready"),
  };
}

/** What the page may not ask itself: of the proxy that is here, and of its interface for pages. */
async function askProxy(
  [, id, address, method]: Extract<Asked, readonly ["ask", ...unknown[]]>,
  say: Say,
) {
  try {
    const isOurs = address.startsWith(new URL("../../api/", folder).href);
    if (!isOurs || !/^(GET|POST)$/.test(method)) return;
    const response = await fetch(address, {
      method,
      credentials: "omit",
      keepalive: true,
    });
    say("answer", id, await response.text());
  } catch {
    // Whoever asked goes on without.
  }
}

/** A file of this build. It comes from where this script does, so there is no digest to know it by. */
function beside(name: string) {
  return { address: new URL(name, import.meta.url).href, integrity: "" };
}

async function fetchText(file: ReturnType<typeof beside>): Promise<string> {
  const response = await fetchFile(file);
  return response.text();
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

function newBox(className: string): HTMLElement {
  const box = document.createElement("div");
  box.className = className;
  return box;
}
