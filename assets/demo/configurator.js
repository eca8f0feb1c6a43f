// The configurator: options become attributes of the picker beside them, and the snippet that says the same.

import {
  ADDRESS,
  FALLBACK,
  OF_THE_FORM,
  OWN_FIELDS,
  PROXY,
  SETTINGS,
  attributesOf,
  complaintOf,
  contrast,
  optionsOf,
  snippetOf,
  styleOf,
} from "./snippet.js";

const options = document.querySelector("#options");
const form = document.querySelector("#checkout");
const place = document.querySelector("[data-place]");
const picker = document.querySelector("service-point-picker");
const find = (name) => document.querySelector(`[data-${name}]`);

const EVENTS_KEPT = 20;

const PRESETS = {
  eindhoven: ["NL", "Stadhuisplein", "10", "5611 EM", "Eindhoven"],
  berlin: ["DE", "Alexanderplatz", "1", "10178", "Berlin"],
  lisbon: ["PT", "Rua Augusta", "24", "1100-148", "Lisboa"],
  unknown: ["NL", "Nowhere Street", "404", "", "Atlantis"],
  country: ["NL", "", "", "", ""],
};
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

// The options, in the page's form and in its address.

/** What is chosen, by the controls' names; several checked boxes are one text. Nothing invalid. */
function readChoices() {
  const choices = {};
  for (const control of options.elements) {
    const { name, type, value } = control;
    if (!name || !control.validity.valid) continue;
    const isBox = type === "checkbox" || type === "radio";
    if (isBox && !control.checked) continue;
    const text = value.trim();
    choices[name] = choices[name] ? `${choices[name]} ${text}` : text;
  }
  return choices;
}

const defaults = readChoices();

/** The address says what differs from a page that was just opened. */
function writeAddress(choices) {
  const query = new URLSearchParams();
  for (const name of new Set([
    ...Object.keys(defaults),
    ...Object.keys(choices),
  ])) {
    const value = choices[name] ?? "";
    if (value !== (defaults[name] ?? "")) query.set(name, value);
  }
  const address = new URL(location.href);
  address.search = `${query}`;
  history.replaceState(null, "", address);
}

function readAddress() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const values = value.split(" ");
    if (name === "carriers") showCarriers([...new Set(values.filter(isCode))]);
    for (const control of options.elements) {
      if (control.name !== name) continue;
      const isGiven = values.includes(control.value);
      if (control.type === "checkbox") control.checked = isGiven;
      else if (control.type === "radio") control.checked ||= isGiven;
      else control.value = value;
    }
    // Of a select, a value that is no option chooses none.
    const control = options.elements[name];
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0)
      control.value = defaults[name] ?? "";
  }
}

// Carriers.

function isCode(text) {
  return /^[\w-]{1,50}$/.test(text);
}

/** Puts boxes for `codes`, with `names` where they are known; what is checked stays. */
function showCarriers(codes, names = new Map()) {
  const list = find("carriers");
  const boxes = [...list.querySelectorAll("input")];
  for (const box of boxes) {
    if (!box.checked && !codes.includes(box.value))
      box.closest("label").remove();
  }
  for (const code of codes) {
    const name = names.get(code) ?? code;
    const known = boxes.find((box) => box.value === code);
    if (known?.isConnected) {
      known.nextElementSibling.textContent = name;
      continue;
    }
    const input = make("input", {
      type: "checkbox",
      name: "carriers",
      value: code,
    });
    list.append(
      make("label", { class: "choice" }, input, make("span", {}, name)),
    );
  }
}

let configuration;
let countryShown;

/** Those that the shop's configuration names; where it names none, those that have points in the country. */
async function offerCarriers(country) {
  if (country === countryShown) return;
  countryShown = country;
  try {
    configuration ??= fetchJson("/api/config");
    const { carriers } = await configuration;
    const found = country ? await carriersIn(country) : new Map();
    if (country !== countryShown) return;
    showCarriers(carriers ?? [...found.keys()].sort(), found);
  } catch {
    // The list stays as it is: the picker itself tells what is wrong with the proxy.
    configuration = undefined;
  }
}

/** Names of carriers by their codes. */
async function carriersIn(country) {
  const { data } = await fetchJson(
    `/api/v3/service-points?country_code=${country}&limit=200`,
  );
  return new Map(
    data.results.map(({ carrier }) => [carrier.code, carrier.name]),
  );
}

async function fetchJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

// The page.

function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    element.setAttribute(attribute, value);
  }
  element.append(...content);
  return element;
}

/** The picker of this page has a cart of its own, which a reload keeps. */
const REFERENCE = "configurator-reference";
const reference = keptReference();

function keptReference() {
  const random = crypto.getRandomValues(new Uint32Array(4));
  const made = `configurator-${[...random].join("-")}`;
  try {
    const kept = sessionStorage.getItem(REFERENCE) ?? made;
    sessionStorage.setItem(REFERENCE, kept);
    return kept;
  } catch {
    return made;
  }
}

/** Changes what differs: the picker is the same element all the time. */
function applyAttributes(attributes) {
  for (const name of ["mode", ...SETTINGS, ...OF_THE_FORM]) {
    const value = attributes[name];
    if (value === undefined) picker.removeAttribute(name);
    else if (picker.getAttribute(name) !== value)
      picker.setAttribute(name, value);
  }
}

/** The page's own button, which stands in the picker's place. */
const opener = make(
  "button",
  { type: "button", class: "plain" },
  "Choose a service point",
);
const chosen = make("p", { role: "status" });
const ownInputs = Object.keys(OWN_FIELDS).map((name) =>
  make("input", { type: "hidden", name }),
);
let ownSelection = null;

opener.addEventListener("click", async () => {
  try {
    const selection = await window.ServicePointPicker.open(
      optionsOf(readChoices(), reference),
    );
    if (!selection) return;
    ownSelection = selection;
    chosen.textContent = selection.service_point.name;
    for (const input of ownInputs) {
      input.value = selection[OWN_FIELDS[input.name]] ?? "";
    }
    showPosted();
  } catch {
    chosen.textContent = FALLBACK;
  }
});

/** Either stands in the form, with a choice of its own. */
function arrangePreview(isOwnButton) {
  if (isOwnButton === opener.isConnected) return;
  if (isOwnButton) {
    ownSelection = null;
    chosen.textContent = "";
    for (const input of ownInputs) input.value = "";
    place.replaceChildren(opener, chosen, ...ownInputs);
  } else place.replaceChildren(picker);
}

/** Null where it cannot be had. */
let digest;

async function fetchDigest() {
  try {
    digest = (await fetchJson("/integrity.json"))["picker.js"];
  } catch {
    digest = null;
  }
  showSnippet(readChoices());
}

function showSnippet(choices) {
  const snippet = snippetOf(choices, digest);
  if (find("snippet").textContent !== snippet) {
    find("snippet").textContent = snippet;
    find("copied").textContent = "";
  }
  find("policy").textContent =
    `script-src ${PROXY} 'wasm-unsafe-eval'; connect-src ${PROXY}; img-src ${PROXY}`;
  find("frame-policy").textContent = `script-src ${PROXY}; frame-src ${PROXY}`;
  document.querySelector("[data-note=pin]").hidden = digest !== null;
  document.querySelector("[data-note=inline]").hidden =
    !/<style>|<script(?! src)/.test(snippet);
}

function follow() {
  const isOwnButton = options.elements.embedding.value === "open";
  for (const name of OF_THE_FORM) options.elements[name].disabled = isOwnButton;
  document.querySelector("[data-note=open]").hidden = !isOwnButton;
  const choices = readChoices();
  for (const part of document.querySelectorAll("[data-needs]")) {
    part.hidden = !choices[part.dataset.needs];
  }
  const complaint = complaintOf(choices);
  if (find("contrast").textContent !== complaint)
    find("contrast").textContent = complaint;
  sheet.replaceSync(styleOf(choices));
  arrangePreview(isOwnButton);
  applyAttributes(attributesOf(choices, reference));
  picker.messages = choices.heading ? { heading: choices.heading } : {};
  showSnippet(choices);
  writeAddress(choices);
  showPosted();
  void offerCarriers(choices.country ?? "");
}

// What the form would post, and what the picker tells.

/** Tokens short, post numbers not at all, wherever a preset puts them. */
function shownValue(value) {
  let shown = value;
  for (const selection of [ownSelection, picker.selection]) {
    if (!selection) continue;
    const { token, to_post_number: number } = selection;
    if (shown === token) shown = `${token.slice(0, 12)}…`;
    if (!number) continue;
    const hidden = `(${number.length} digits)`;
    if (shown === number) shown = hidden;
    shown = shown.replaceAll(`"${number}"`, `"${hidden}"`);
  }
  return shown || "(empty)";
}

function showPosted() {
  const pairs = [...new FormData(form)];
  find("nothing").hidden = pairs.length > 0;
  find("posted").replaceChildren(
    ...pairs.map(([name, value]) =>
      make(
        "div",
        {},
        make("dt", {}, make("code", {}, name)),
        make("dd", {}, make("code", {}, shownValue(value))),
      ),
    ),
  );
}

function summaryOf({ type, detail }) {
  switch (type) {
    case "service-point-change":
      return detail
        ? `${detail.service_point.name}, ${detail.carrier}`
        : "null: withdrawn";
    case "service-point-cancel":
      return `reason: ${detail.reason}`;
    case "service-point-error":
      return `${detail.code}: ${detail.message}`;
    default:
      return "";
  }
}

function showEvent(event) {
  const summary = summaryOf(event);
  const line = make("li", {}, make("code", {}, event.type));
  if (summary) line.append(` ${summary}`);
  const events = find("events");
  events.prepend(line);
  while (events.children.length > EVENTS_KEPT) events.lastChild.remove();
}

for (const name of ["ready", "open", "change", "cancel", "error"]) {
  document.addEventListener(`service-point-${name}`, (event) => {
    showEvent(event);
    showPosted();
  });
}

// The picker's fields come and go with its attributes, too.
new MutationObserver(showPosted).observe(picker, { childList: true });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const names = [...new FormData(form).keys()];
  find("sent").textContent = names.length
    ? `The form would be sent, with ${names.join(", ")}.`
    : "The form would be sent, without a service point.";
});

find("copy").addEventListener("click", async () => {
  const said = find("copied");
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(find("snippet").textContent);
    said.textContent = "Copied.";
  } catch {
    // Not allowed, or no secure page: the keys do it.
    getSelection().selectAllChildren(find("snippet"));
    said.textContent = "Selected: copy it with Ctrl+C, or ⌘C on a Mac.";
  }
});

options.addEventListener("change", follow);
options.addEventListener("input", ({ target }) => {
  if (/^(color|number)$/.test(target.type)) follow();
});
options.addEventListener("submit", (event) => event.preventDefault());

for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => {
    PRESETS[button.dataset.preset].forEach((value, index) => {
      options.elements[ADDRESS[index]].value = value;
    });
    follow();
  });
}

readAddress();
follow();
void fetchDigest();
