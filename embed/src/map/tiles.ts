// The map's background, and the judgement that there is none.

import type { Map as LeafletMap } from "leaflet/src/map/Map.js";
import { TileLayer } from "leaflet/src/layer/tile/TileLayer.js";

/** So many of the first tiles decide... */
const TILES_JUDGED = 8;
/** ...and so many failures among them are too many. */
const FAILURES_ALLOWED = 3;
/** Without one tile for this long there is no background either. */
const FIRST_TILE_TIMEOUT_MS = 5_000;

/** Tiles of one source on a map that has a view; `onFailed` is called at most once. */
export class Tiles {
  readonly #layer: TileLayer;
  readonly #onFailed: () => void;
  readonly #timer: number;
  #arrived = 0;
  #failed = 0;

  constructor(
    map: LeafletMap,
    urlTemplate: string,
    maxZoom: number,
    onFailed: () => void,
  ) {
    this.#onFailed = onFailed;
    this.#timer = window.setTimeout(() => this.#fail(), FIRST_TILE_TIMEOUT_MS);
    this.#layer = new TileLayer(urlTemplate, { maxZoom })
      .on({
        tileload: () => this.#onArrived(),
        tileerror: () => this.#onError(),
      })
      .addTo(map);
  }

  remove() {
    clearTimeout(this.#timer);
    this.#layer.remove();
  }

  #onArrived() {
    clearTimeout(this.#timer);
    this.#arrived++;
  }

  #onError() {
    if (this.#arrived + this.#failed >= TILES_JUDGED) return;
    this.#failed++;
    if (this.#failed === FAILURES_ALLOWED + 1) this.#fail();
  }

  #fail() {
    clearTimeout(this.#timer);
    this.#onFailed();
  }
}
