// Wheel and fingers: a map within a checkout must not trap the page's own scrolling.

import { off } from "leaflet/src/dom/DomEvent.js";
import type { Map as LeafletMap } from "leaflet/src/map/Map.js";

/** Which gestures the map takes for itself; a modal dialog has no page below to scroll. */
export interface Gestures {
  /** Whether one pointer moves the map. */
  readonly dragging: boolean;
  /** Whether the wheel zooms without a key held. */
  readonly wheel: boolean;
}

/** What suits the place that the map stands in. */
export function gesturesFor(container: HTMLElement): Gestures {
  const isModal = container.closest("dialog") !== null;
  return {
    dragging: isModal || !matchMedia("(pointer: coarse)").matches,
    wheel: isModal,
  };
}

/** Switches them on. Where one finger scrolls the page, two move and zoom the map. */
export function enableGestures(
  map: LeafletMap,
  container: HTMLElement,
  gestures: Gestures,
) {
  container.style.touchAction = gestures.dragging ? "none" : "pan-y";
  const zoom = map.scrollWheelZoom;
  const onWheelScroll = zoom._onWheelScroll;
  zoom._onWheelScroll = (event) => {
    const isMeant =
      gestures.wheel ||
      event.ctrlKey ||
      event.metaKey ||
      container.matches(":focus-within");
    if (isMeant) onWheelScroll.call(zoom, event);
  };
  zoom.enable();
}

/** Ends what Leaflet's `remove` leaves behind when a gesture is still under way. */
export function stopGestures(map: LeafletMap) {
  clearTimeout(map.scrollWheelZoom._timer);
  map._animatingZoom = false;
  const touch = map.touchZoom;
  off(document, "touchmove", touch._onTouchMove, touch);
  off(document, "touchend touchcancel", touch._onTouchEnd, touch);
}
