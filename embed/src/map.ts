// The entry of `map.js`: all that the widget knows of a map, and all that knows of Leaflet. Which pins
// there are is the widget's to say; positions of the world run from 0 to 1 eastwards and southwards,
// as Web Mercator has them.

import { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Point } from "leaflet/src/geometry/Point.js";
import { Map as LeafletMap } from "leaflet/src/map/Map.js";
// Each of these registers itself with the map.
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import {
  type GestureHint,
  enableGestures,
  gesturesFor,
  stopGestures,
} from "./map/gestures";
import { PinLayer } from "./map/pin_layer";
import { Tiles } from "./map/tiles";
import { fromWorld, toWorld } from "./map/world";

/** Free space around what is fitted. */
const PADDING_PX = 32;
/** Above, the pin's head stands higher than its tip. */
const PADDING_TOP_PX = 56;
/** Closer than this, a shopper no longer recognises the surroundings. */
const FIT_MAX_ZOOM = 16;
const ONE_POINT_ZOOM = 15;
const MIN_ZOOM = 2;
const MAX_ZOOM = 19;
/** So much of the view around it has its pins too, for what is dragged in. */
const AHEAD = 0.2;

/** What the widget hears of. */
interface Listener {
  /** A pin was pressed. */
  pin(key: number): void;
  /**
   * Another part of the world is seen: its box (west, north, east, south) with `AHEAD` around it, the
   * zoom, and whether the shopper moved there.
   */
  view(box: Float64Array, zoom: number, isMoved: boolean): void;
  /** There is no background. */
  tilesFailed(): void;
  /** A gesture was not understood. */
  hint(hint: GestureHint): void;
}

/** A map in one container. */
class PickerMap {
  readonly #container: HTMLElement;
  readonly #listener: Listener;
  readonly #map: LeafletMap;
  readonly #pins: PinLayer;
  readonly #resizes: ResizeObserver;
  readonly #isAnimated: boolean;
  #tiles: Tiles | undefined;
  #tileSource: { urlTemplate: string; maxZoom: number } | undefined;
  /** What is to be seen, as long as the shopper has not moved the map: a new size fits it again. */
  #fitted: Float64Array | undefined;
  /** The map is being moved by us. */
  #isOurs = false;
  /** The box that has its pins. */
  #covered: Float64Array | undefined;

  constructor(container: HTMLElement, listener: Listener) {
    this.#container = container;
    this.#listener = listener;
    this.#isAnimated = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const gestures = gesturesFor(container);
    // Leaflet positions by left and top, whatever the direction of the text.
    container.dir = "ltr";
    this.#map = new LeafletMap(container, {
      dragging: gestures.dragging,
      fadeAnimation: this.#isAnimated,
      inertia: this.#isAnimated,
      maxZoom: MAX_ZOOM,
      minZoom: MIN_ZOOM,
      scrollWheelZoom: false,
      trackResize: false,
      zoomAnimation: this.#isAnimated,
    });
    enableGestures(this.#map, container, gestures, (hint) =>
      listener.hint(hint),
    );
    this.#pins = new PinLayer(this.#map, (key) => listener.pin(key));
    this.#map.on("movestart", () => {
      if (!this.#isOurs) this.#fitted = undefined;
    });
    this.#map.on("move", () => this.#onMove());
    this.#map.on("moveend", () => this.#tellView());
    this.#resizes = new ResizeObserver(() => this.#onResize());
    this.#resizes.observe(container);
  }

  /** Shows this background: an address with `{z}`, `{x}` and `{y}`, and its closest zoom. */
  setTiles(urlTemplate: string, maxZoom: number) {
    this.#tileSource = { urlTemplate, maxZoom };
    this.#map.setMaxZoom(maxZoom);
    this.#tiles?.remove();
    this.#tiles = undefined;
    this.#startTiles();
  }

  /** Where positions, latitude and longitude in turn, lie in the world: x and y in turn. */
  project(positions: Float64Array): Float64Array {
    return toWorld(positions);
  }

  /**
   * Shows these pins and no others: their keys, where in the world they lie, and of each what stands in
   * the texts, ended by U+0000: its name, its kind, what is written on it.
   */
  setPins(keys: Float64Array, at: Float64Array, texts: string) {
    this.#pins.set(keys, at, texts.split("\0"));
  }

  /** Marks one pin, or none, as checked. */
  setChecked(key: number | undefined) {
    this.#pins.check(key);
  }

  /** Brings a place of the world into view, if it is not. */
  show(worldX: number, worldY: number) {
    if (!this.#map._loaded) return;
    const position = fromWorld(worldX, worldY);
    const { x, y } = this.#map.latLngToContainerPoint(position);
    const size = this.#map.getSize();
    const isInView = x >= 0 && x <= size.x && y >= 0 && y <= size.y;
    if (isInView) return;
    const toCentre = new Point(x - size.x / 2, y - size.y / 2);
    // At once: what ends later would be taken for the shopper's own.
    this.#move(() => this.#map.panBy(toCentre, { animate: false }));
  }

  /** Brings a box of the world into view, and keeps it there while the size changes. */
  fit(box: Float64Array) {
    this.#fitted = box;
    if (!this.#hasSize()) return;
    this.#move(() => {
      this.#map.invalidateSize({ pan: true });
      this.#fitBounds(box);
    });
    this.#startTiles();
  }

  /** Zooms into a box of the world, as far as it takes to tell apart what lies there. */
  zoomInto(box: Float64Array) {
    const { x, y } = this.#map.getSize();
    const [west = 0, north = 0, east = 0, south = 0] = box;
    const width = (east - west) / Math.max(x - 2 * PADDING_PX, 1);
    const height = (south - north) / Math.max(y - 2 * PADDING_TOP_PX, 1);
    const fitting = Math.floor(-Math.log2(256 * Math.max(width, height)));
    // At least one step nearer, or it would look as if nothing had happened.
    const zoom = Math.max(fitting, this.#map.getZoom() + 1);
    this.#map.setView(
      fromWorld((west + east) / 2, (north + south) / 2),
      Math.min(zoom, this.#map.getMaxZoom()),
      { animate: this.#isAnimated },
    );
  }

  /** Moves the view by pixels. */
  panBy(x: number, y: number) {
    // Without animation: one that is interrupted by the next press would end short of it.
    if (this.#map._loaded) this.#map.panBy(new Point(x, y), { animate: false });
  }

  /** Zooms by whole steps. */
  zoomBy(delta: number) {
    if (this.#map._loaded) this.#map.setZoom(this.#map.getZoom() + delta);
  }

  /** The edges of what is seen, in degrees: south, west, north, east. */
  area(): Float64Array {
    const bounds = this.#map.getBounds();
    const { lat: south, lng: west } = bounds.getSouthWest();
    const { lat: north, lng: east } = bounds.getNorthEast();
    // Whoever went round the world is where it began.
    const round = 360 * Math.round((west + east) / 720);
    return Float64Array.of(south, west - round, north, east - round);
  }

  /** Removes the map and every listener. */
  destroy() {
    this.#resizes.disconnect();
    this.#tiles?.remove();
    stopGestures(this.#map, this.#container);
    this.#map.remove();
  }

  /** A box in a closed accordion or a hidden tab has no size: what was asked for waits here. */
  #onResize() {
    if (!this.#hasSize()) return;
    if (this.#fitted) this.fit(this.#fitted);
    else this.#move(() => this.#map.invalidateSize({ pan: true }));
  }

  #hasSize() {
    return (
      this.#container.clientWidth >= 1 && this.#container.clientHeight >= 1
    );
  }

  #fitBounds(box: Float64Array) {
    const [west = 0, north = 0, east = 0, south = 0] = box;
    const low = fromWorld(west, south);
    if (west === east && north === south) {
      this.#map.setView(low, ONE_POINT_ZOOM, { animate: false });
      return;
    }
    const { x, y } = this.#map.getSize();
    const across = Math.min(PADDING_PX, x / 4);
    this.#map.fitBounds(new LatLngBounds([low, fromWorld(east, north)]), {
      animate: false,
      maxZoom: FIT_MAX_ZOOM,
      paddingTopLeft: [across, Math.min(PADDING_TOP_PX, y / 4)],
      paddingBottomRight: [across, Math.min(PADDING_PX, y / 4)],
    });
  }

  #move(run: () => void) {
    this.#isOurs = true;
    try {
      run();
    } finally {
      this.#isOurs = false;
    }
  }

  /** What was dragged into view gets its pins on the way; a zoom gets them when it is done. */
  #onMove() {
    const { _animatingZoom } = this.#map;
    if (_animatingZoom || !this.#covered) return;
    const [west = 0, north = 0, east = 0, south = 0] = this.#box(0);
    const [left = 0, top = 0, right = 0, bottom = 0] = this.#covered;
    if (west < left || north < top || east > right || south > bottom)
      this.#tellView();
  }

  #tellView() {
    this.#covered = this.#box(AHEAD);
    const isMoved = !this.#isOurs && !this.#fitted;
    this.#listener.view(this.#covered, this.#map.getZoom(), isMoved);
  }

  /** What is seen of the world, with so much of it around. */
  #box(ahead: number): Float64Array {
    const { x, y } = this.#map.getSize();
    const { x: left, y: top } = this.#map.getPixelBounds().min;
    const world = 256 * 2 ** this.#map.getZoom();
    return Float64Array.of(
      (left - ahead * x) / world,
      (top - ahead * y) / world,
      (left + (1 + ahead) * x) / world,
      (top + (1 + ahead) * y) / world,
    );
  }

  #startTiles() {
    if (!this.#tileSource || this.#tiles || !this.#map._loaded) return;
    const { urlTemplate, maxZoom } = this.#tileSource;
    this.#tiles = new Tiles(this.#map, urlTemplate, maxZoom, () =>
      this.#listener.tilesFailed(),
    );
  }
}

export type { PickerMap };

/** Makes a map of an empty element, which may still be without a size. */
export function create(container: HTMLElement, listener: Listener): PickerMap {
  return new PickerMap(container, listener);
}
