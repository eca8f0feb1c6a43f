// The markers: our own buttons, because Leaflet's can be neither named nor pressed by keyboard.

import { LatLng } from "leaflet/src/geo/LatLng.js";
import type { Map as LeafletMap, ZoomAnimation } from "leaflet/src/map/Map.js";
import type { Point } from "leaflet/src/geometry/Point.js";

interface Marker {
  readonly id: number;
  readonly button: HTMLButtonElement;
  position: LatLng;
}

/** Puts a marker over the others; within the pane the further south is in front. */
const IN_FRONT = 1_000_000;

/** Has an element follow the map, also through an animated zoom; the style sheet says how. */
const FOLLOWS_ZOOM = "leaflet-zoom-animated";

export class PointLayer {
  readonly #map: LeafletMap;
  readonly #pane: HTMLElement;
  #markers = new Map<number, Marker>();
  #checked: Marker | undefined;

  constructor(map: LeafletMap, onPoint: (id: number) => void) {
    this.#map = map;
    this.#pane = map.getPane("markerPane");
    this.#pane.addEventListener("click", (event) => {
      // A press that moved the map ends in a click too; one from the keyboard has no detail.
      if (event.detail > 0 && map.dragging.moved()) return;
      for (const { id, button } of this.#markers.values()) {
        if (event.composedPath().includes(button)) return onPoint(id);
      }
    });
    // Two quick presses on a marker are not meant for the map, which would zoom.
    this.#pane.addEventListener("dblclick", (event) => event.stopPropagation());
    map.on("zoom viewreset", () =>
      this.#place((at) => map.latLngToLayerPoint(at)),
    );
    map.on("zoomanim", ({ zoom, center }: ZoomAnimation) =>
      this.#place((at) => map._latLngToNewLayerPoint(at, zoom, center)),
    );
  }

  /** Where the points lie. */
  get positions(): LatLng[] {
    return [...this.#markers.values()].map(({ position }) => position);
  }

  /** Shows these points and no others. A point that stays keeps its button, and so the focus. */
  set(
    ids: ArrayLike<number>,
    positions: ArrayLike<number>,
    labels: string[],
    types: string[],
  ) {
    const markers = new Map<number, Marker>();
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] ?? NaN;
      const position = toPosition(
        positions[2 * index],
        positions[2 * index + 1],
      );
      if (!position || markers.has(id)) continue;

      const marker = this.#markers.get(id) ?? {
        id,
        button: newButton(),
        position,
      };
      marker.position = position;
      marker.button.setAttribute("aria-label", labels[index] ?? "");
      marker.button.className = `marker ${FOLLOWS_ZOOM} ${typeClass(types[index])}`;
      markers.set(id, marker);
      this.#markers.delete(id);
      // One that stays is not moved either: that would take the focus from it.
      if (!marker.button.parentNode) this.#pane.append(marker.button);
    }
    for (const { button } of this.#markers.values()) button.remove();

    const checked = this.#checked?.id;
    this.#markers = markers;
    this.#checked = undefined;
    this.check(checked);
    if (this.#map._loaded)
      this.#place((at) => this.#map.latLngToLayerPoint(at));
  }

  /** Marks one point, or none, as checked and says where it lies. */
  check(id: number | undefined): LatLng | undefined {
    if (this.#checked) markChecked(this.#checked.button, false);
    this.#checked = id === undefined ? undefined : this.#markers.get(id);
    if (this.#checked) markChecked(this.#checked.button, true);
    this.#stack();
    return this.#checked?.position;
  }

  #place(toPoint: (position: LatLng) => Point) {
    for (const { button, position } of this.#markers.values())
      moveTo(button, toPoint(position));
  }

  #stack() {
    for (const marker of this.#markers.values()) {
      const southwards = Math.round((90 - marker.position.lat) * 5000);
      marker.button.style.zIndex = `${marker === this.#checked ? IN_FRONT : southwards}`;
    }
  }
}

function newButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  markChecked(button, false);
  return button;
}

function markChecked(button: HTMLButtonElement, isChecked: boolean) {
  button.setAttribute("part", isChecked ? "marker checked" : "marker");
  button.setAttribute("aria-pressed", `${isChecked}`);
  button.tabIndex = isChecked ? 0 : -1;
}

/** The element's own left upper corner goes there; the style sheet shifts it to the tip of the pin. */
function moveTo(element: HTMLElement, { x, y }: Point) {
  element.style.transform = `translate3d(${Math.round(x)}px, ${Math.round(y)}px, 0)`;
}

/** The set of types is open: what is no plain word gets the generic pin. */
function typeClass(type: string | undefined): string {
  return type && /^\w+$/.test(type) ? `type-${type}` : "";
}

function toPosition(
  latitude: number | undefined,
  longitude: number | undefined,
) {
  const isPlace = Number.isFinite(latitude) && Number.isFinite(longitude);
  return isPlace ? new LatLng(Number(latitude), Number(longitude)) : undefined;
}
