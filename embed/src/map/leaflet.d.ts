// The part of Leaflet's `src/` modules that the map uses; Leaflet ships no types for them.

declare module "leaflet/src/geometry/Point.js" {
  export class Point {
    constructor(x: number, y: number);
    x: number;
    y: number;
  }
}

declare module "leaflet/src/geo/LatLng.js" {
  export class LatLng {
    constructor(latitude: number, longitude: number);
    lat: number;
    lng: number;
  }
}

declare module "leaflet/src/geo/LatLngBounds.js" {
  import type { LatLng } from "leaflet/src/geo/LatLng.js";
  export class LatLngBounds {
    constructor(corners: LatLng[]);
    getNorthEast(): LatLng;
    getSouthWest(): LatLng;
  }
}

declare module "leaflet/src/dom/DomEvent.js" {
  type Run = (event: never) => void;
  export function off(
    on: EventTarget,
    types: string,
    run: Run,
    context: object,
  ): void;
}

declare module "leaflet/src/map/Map.js" {
  import type { LatLng } from "leaflet/src/geo/LatLng.js";
  import type { LatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
  import type { Point } from "leaflet/src/geometry/Point.js";
  import type { Drag } from "leaflet/src/map/handler/Map.Drag.js";
  import type { ScrollWheelZoom } from "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
  import type { TouchZoom } from "leaflet/src/map/handler/Map.TouchZoom.js";

  export interface MapOptions {
    dragging: boolean;
    fadeAnimation: boolean;
    inertia: boolean;
    maxZoom: number;
    minZoom: number;
    scrollWheelZoom: boolean;
    trackResize: boolean;
    zoomAnimation: boolean;
  }

  /** The view that an animated zoom is heading for. */
  export interface ZoomAnimation {
    center: LatLng;
    zoom: number;
  }

  export class Map {
    constructor(container: HTMLElement, options: MapOptions);
    /** Set once a view is. */
    readonly _loaded?: boolean;
    _animatingZoom?: boolean;
    readonly dragging: Drag;
    readonly scrollWheelZoom: ScrollWheelZoom;
    readonly touchZoom: TouchZoom;
    fitBounds(bounds: LatLngBounds, options: object): this;
    getBounds(): LatLngBounds;
    getMaxZoom(): number;
    getPane(name: string): HTMLElement;
    /** In pixels of the world at this zoom. */
    getPixelBounds(): { min: Point };
    getSize(): Point;
    getZoom(): number;
    invalidateSize(options: { pan: boolean }): this;
    latLngToContainerPoint(position: LatLng): Point;
    latLngToLayerPoint(position: LatLng): Point;
    _latLngToNewLayerPoint(
      position: LatLng,
      zoom: number,
      center: LatLng,
    ): Point;
    on(events: string, run: () => void, context?: object): this;
    on(
      events: "zoomanim",
      run: (animation: ZoomAnimation) => void,
      context?: object,
    ): this;
    panBy(offset: Point, options?: { animate: boolean }): this;
    remove(): this;
    setMaxZoom(zoom: number): this;
    setView(center: LatLng, zoom: number, options: { animate: boolean }): this;
    setZoom(zoom: number): this;
  }
}

declare module "leaflet/src/map/handler/Map.Drag.js" {
  export class Drag {
    /** Whether the last press moved the map, rather than pressed something on it. */
    moved(): boolean;
  }
}

declare module "leaflet/src/map/handler/Map.DoubleClickZoom.js" {
  export class DoubleClickZoom {}
}

declare module "leaflet/src/map/handler/Map.ScrollWheelZoom.js" {
  export class ScrollWheelZoom {
    _timer?: number;
    _onWheelScroll(event: WheelEvent): void;
    enable(): this;
  }
}

declare module "leaflet/src/map/handler/Map.TouchZoom.js" {
  export class TouchZoom {
    _onTouchEnd(): void;
    _onTouchMove(event: TouchEvent): void;
  }
}

declare module "leaflet/src/layer/tile/TileLayer.js" {
  import type { Map } from "leaflet/src/map/Map.js";
  export class TileLayer {
    constructor(urlTemplate: string, options: { maxZoom: number });
    addTo(map: Map): this;
    on(events: Record<string, () => void>): this;
    remove(): this;
  }
}
