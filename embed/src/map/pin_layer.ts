// The pins: our own buttons, because Leaflet's markers can be neither named nor pressed by keyboard.

import type { LatLng } from "leaflet/src/geo/LatLng.js";
import type { Map as LeafletMap, ZoomAnimation } from "leaflet/src/map/Map.js";
import type { Point } from "leaflet/src/geometry/Point.js";
import { fromWorld } from "./world";

interface Pin {
  readonly key: number;
  readonly element: HTMLElement;
  x: number;
  y: number;
  position: LatLng;
}

/** The key of the mark that nobody presses: where the search started. */
const ORIGIN = 0;
/** Texts of a pin: its name, its kind, what is written on it. */
const TEXTS = 3;
/** Puts a pin over the others; within the pane the further south is in front. */
const IN_FRONT = 2_000_000;
/** Has an element follow the map, also through an animated zoom; the style sheet says how. */
const FOLLOWS_ZOOM = "leaflet-zoom-animated";

export class PinLayer {
  readonly #map: LeafletMap;
  readonly #pane: HTMLElement;
  #pins = new Map<number, Pin>();
  #checked: Pin | undefined;

  constructor(map: LeafletMap, onPin: (key: number) => void) {
    this.#map = map;
    this.#pane = map.getPane("markerPane");
    this.#pane.addEventListener("click", (event) => {
      // A press that moved the map ends in a click too; one from the keyboard has no detail.
      if (event.detail > 0 && map.dragging.moved()) return;
      const path = event.composedPath();
      for (const { key, element } of this.#pins.values())
        if (key !== ORIGIN && path.includes(element)) return onPin(key);
    });
    // Two quick presses on a pin are not meant for the map, which would zoom.
    this.#pane.addEventListener("dblclick", (event) => event.stopPropagation());
    map.on("zoom viewreset", () =>
      this.#place((at) => map.latLngToLayerPoint(at)),
    );
    map.on("zoomanim", ({ zoom, center }: ZoomAnimation) =>
      this.#place((at) => map._latLngToNewLayerPoint(at, zoom, center)),
    );
  }

  /** Shows these pins and no others. One that stays keeps its button, and so the focus. */
  set(keys: Float64Array, at: Float64Array, texts: readonly string[]) {
    const pins = new Map<number, Pin>();
    const added: HTMLElement[] = [];
    keys.forEach((key, index) => {
      const [x = NaN, y = NaN] = at.subarray(2 * index);
      if (pins.has(key)) return;
      let pin = this.#pins.get(key);
      if (!pin) {
        const element = newElement(key);
        pin = { key, element, x: NaN, y: NaN, position: fromWorld(x, y) };
        // One that stays is not put in anew: that would take the focus from it.
        added.push(element);
      }
      this.#pins.delete(key);
      pins.set(key, pin);
      const [name, kind, written] = texts.slice(TEXTS * index);
      const { element } = pin;
      set(element, "aria-label", name ?? "");
      set(element, "class", `${kindClass(kind)} ${FOLLOWS_ZOOM}`);
      if (element.textContent !== written) element.textContent = written ?? "";
      if (pin.x === x && pin.y === y && this.#map._loaded) return;
      Object.assign(pin, { x, y, position: fromWorld(x, y) });
      if (this.#map._loaded)
        moveTo(element, this.#map.latLngToLayerPoint(pin.position));
      element.style.zIndex = depth(pin);
    });
    for (const { element } of this.#pins.values()) element.remove();
    this.#pane.append(...added);
    this.#pins = pins;
    this.check(this.#checked?.key);
  }

  /** Marks one pin, or none, as checked. */
  check(key: number | undefined) {
    const checked = key === undefined ? undefined : this.#pins.get(key);
    if (this.#checked && this.#checked !== checked) mark(this.#checked, false);
    if (checked && this.#checked !== checked) mark(checked, true);
    this.#checked = checked;
  }

  #place(toPoint: (position: LatLng) => Point) {
    for (const { element, position } of this.#pins.values())
      moveTo(element, toPoint(position));
  }
}

function newElement(key: number): HTMLElement {
  if (key === ORIGIN) {
    const image = document.createElement("div");
    image.setAttribute("role", "img");
    return image;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  // Several points at one place are nothing that is pressed down.
  if (key > 0) button.setAttribute("aria-pressed", "false");
  button.setAttribute("part", "marker");
  return button;
}

function mark(pin: Pin, isChecked: boolean) {
  const { element } = pin;
  element.setAttribute("part", isChecked ? "marker checked" : "marker");
  element.setAttribute("aria-pressed", `${isChecked}`);
  element.tabIndex = isChecked ? 0 : -1;
  element.style.zIndex = isChecked ? `${IN_FRONT}` : depth(pin);
}

function depth({ key, y }: Pin): string {
  return `${key === ORIGIN ? 0 : Math.round(y * 1_000_000)}`;
}

function set(element: HTMLElement, name: string, value: string) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The element's own left upper corner goes there; the style sheet shifts it to where it points. */
function moveTo(element: HTMLElement, { x, y }: Point) {
  element.style.transform = `translate3d(${Math.round(x)}px, ${Math.round(y)}px, 0)`;
}

/** The set of types is open: what is no plain word gets the generic pin. */
function kindClass(kind: string | undefined): string {
  if (kind === "origin") return kind;
  return kind && /^\w+$/.test(kind) ? `marker type-${kind}` : "marker";
}
