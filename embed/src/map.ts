// The entry of `map.js`: all that the widget knows of a map, and all that knows of Leaflet.

import { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Point } from "leaflet/src/geometry/Point.js";
import { Map as LeafletMap } from "leaflet/src/map/Map.js";
// Each of these registers itself with the map.
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import type { LatLng } from "leaflet/src/geo/LatLng.js";
import { enableGestures, gesturesFor, stopGestures } from "./map/gestures";
import { PointLayer } from "./map/point_layer";
import { Tiles } from "./map/tiles";

/** Free space around the points. */
const PADDING_PX = 32;
/** Above, the pin's head stands higher than its tip. */
const PADDING_TOP_PX = 56;
/** Closer than this, a shopper no longer recognises the surroundings. */
const FIT_MAX_ZOOM = 16;
const ONE_POINT_ZOOM = 15;
const MIN_ZOOM = 2;
const MAX_ZOOM = 19;

/** A map in one container. */
class PickerMap {
  readonly #container: HTMLElement;
  readonly #onTilesFailed: () => void;
  readonly #map: LeafletMap;
  readonly #points: PointLayer;
  readonly #resizes: ResizeObserver;
  readonly #isAnimated: boolean;
  #tiles: Tiles | undefined;
  #tileSource: { urlTemplate: string; maxZoom: number } | undefined;
  /** A view was asked for and the shopper has not moved the map since: a new size fits it again. */
  #isFitted = false;
  /** The map is being moved by us. */
  #isOurs = false;

  constructor(
    container: HTMLElement,
    onPoint: (id: number) => void,
    onTilesFailed: () => void,
  ) {
    this.#container = container;
    this.#onTilesFailed = onTilesFailed;
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
    enableGestures(this.#map, container, gestures);
    this.#points = new PointLayer(this.#map, onPoint);
    this.#map.on("movestart", () => {
      if (!this.#isOurs) this.#isFitted = false;
    });
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

  /** Shows these points and no others; positions are latitude and longitude in turn. */
  setPoints(
    ids: Float64Array,
    positions: Float64Array,
    labels: string[],
    types: string[],
  ) {
    this.#points.set(ids, positions, labels, types);
  }

  /** Marks one point, or none, as checked; a point out of view is brought into it. */
  setChecked(id: number | undefined) {
    const position = this.#points.check(id);
    if (position && this.#map._loaded) this.#panInto(position);
  }

  /** Brings all points into view. */
  fit() {
    this.#isFitted = true;
    const [first, ...others] = this.#points.positions;
    if (!first || !this.#hasSize()) return;
    this.#measure();
    this.#move(() => {
      if (others.length === 0) {
        this.#map.setView(first, ONE_POINT_ZOOM, { animate: false });
        return;
      }
      const { x, y } = this.#map.getSize();
      const across = Math.min(PADDING_PX, x / 4);
      this.#map.fitBounds(new LatLngBounds([first, ...others]), {
        animate: false,
        maxZoom: FIT_MAX_ZOOM,
        paddingTopLeft: [across, Math.min(PADDING_TOP_PX, y / 4)],
        paddingBottomRight: [across, Math.min(PADDING_PX, y / 4)],
      });
    });
    this.#startTiles();
  }

  /** Moves the view by pixels. */
  panBy(x: number, y: number) {
    if (this.#map._loaded)
      this.#map.panBy(new Point(x, y), { animate: this.#isAnimated });
  }

  /** Zooms by whole steps. */
  zoomBy(delta: number) {
    if (this.#map._loaded) this.#map.setZoom(this.#map.getZoom() + delta);
  }

  /** Removes the map and every listener. */
  destroy() {
    this.#resizes.disconnect();
    this.#tiles?.remove();
    stopGestures(this.#map);
    this.#map.remove();
  }

  /** A box in a closed accordion or a hidden tab has no size: what was asked for waits here. */
  #onResize() {
    if (!this.#hasSize()) return;
    if (this.#isFitted) this.fit();
    else this.#measure();
  }

  #hasSize() {
    return (
      this.#container.clientWidth >= 1 && this.#container.clientHeight >= 1
    );
  }

  #measure() {
    this.#move(() => this.#map.invalidateSize({ pan: true }));
  }

  #move(run: () => void) {
    this.#isOurs = true;
    try {
      run();
    } finally {
      this.#isOurs = false;
    }
  }

  #startTiles() {
    if (!this.#tileSource || this.#tiles || !this.#map._loaded) return;
    const { urlTemplate, maxZoom } = this.#tileSource;
    this.#tiles = new Tiles(
      this.#map,
      urlTemplate,
      maxZoom,
      this.#onTilesFailed,
    );
  }

  #panInto(position: LatLng) {
    const { x, y } = this.#map.latLngToContainerPoint(position);
    const size = this.#map.getSize();
    const isInView = x >= 0 && x <= size.x && y >= 0 && y <= size.y;
    if (isInView) return;
    const toCentre = new Point(x - size.x / 2, y - size.y / 2);
    this.#move(() => this.#map.panBy(toCentre, { animate: this.#isAnimated }));
  }
}

export type { PickerMap };

/** Makes a map of an empty element, which may still be without a size. */
export function create(
  container: HTMLElement,
  onPoint: (id: number) => void,
  onTilesFailed: () => void,
): PickerMap {
  return new PickerMap(container, onPoint, onTilesFailed);
}
