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

/** What a shopper who tried another gesture should know. */
export type GestureHint = "fingers" | "ctrl" | "meta";

/** A finger that moved less was meant for a press. */
const MOVED_PX = 12;

/** What suits the place that the map stands in. */
export function gesturesFor(container: HTMLElement): Gestures {
  const isModal = container.closest("dialog") !== null;
  return {
    dragging: isModal || !matchMedia("(pointer: coarse)").matches,
    wheel: isModal,
  };
}

/** What ends with a map. */
const endings = new WeakMap<HTMLElement, AbortController>();

/** Switches them on. Where one finger scrolls the page, two move and zoom the map. */
export function enableGestures(
  map: LeafletMap,
  container: HTMLElement,
  gestures: Gestures,
  onHint: (hint: GestureHint) => void,
) {
  container.style.touchAction = gestures.dragging ? "none" : "pan-y";
  const zoom = map.scrollWheelZoom;
  const onWheelScroll = zoom._onWheelScroll;
  zoom._onWheelScroll = (event) => {
    const isMeant =
      gestures.wheel ||
      event.ctrlKey ||
      event.metaKey ||
      // Around it, and what has the focus.
      container.parentElement?.matches(":focus-within");
    if (isMeant) onWheelScroll.call(zoom, event);
    else onHint(/Mac/.test(navigator.platform) ? "meta" : "ctrl");
  };
  zoom.enable();
  if (gestures.dragging) return;
  const ending = new AbortController();
  endings.set(container, ending);
  watchFinger(container, ending.signal, () => onHint("fingers"));
}

/** One finger that goes across the map, which moves nothing; along the page it scrolls that. */
function watchFinger(
  container: HTMLElement,
  signal: AbortSignal,
  onAcross: () => void,
) {
  let start: Touch | undefined;
  const options = { passive: true, signal };
  container.addEventListener(
    "touchstart",
    ({ touches }) => (start = touches.length === 1 ? touches[0] : undefined),
    options,
  );
  container.addEventListener(
    "touchmove",
    ({ touches: [touch] }) => {
      if (!start || !touch) return;
      const across = Math.abs(touch.clientX - start.clientX);
      const along = Math.abs(touch.clientY - start.clientY);
      if (across < MOVED_PX || across < along) return;
      start = undefined;
      onAcross();
    },
    options,
  );
}

/** Ends what Leaflet's `remove` leaves behind when a gesture is still under way, and what is ours. */
export function stopGestures(map: LeafletMap, container: HTMLElement) {
  endings.get(container)?.abort();
  clearTimeout(map.scrollWheelZoom._timer);
  map._animatingZoom = false;
  const touch = map.touchZoom;
  off(document, "touchmove", touch._onTouchMove, touch);
  off(document, "touchend touchcancel", touch._onTouchEnd, touch);
}
