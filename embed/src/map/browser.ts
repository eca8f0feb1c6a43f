// Stands in for Leaflet's `core/Browser.js`, which assigns `innerHTML` while it loads and so cannot
// be imported on a page that enforces Trusted Types. Only what our share of Leaflet reads is here.

const agent = navigator.userAgent;

export default {
  any3d: true,
  passiveEvents: true,
  touch: true,
  // Touch events rather than Leaflet's imitation of them, whose document listeners are never removed.
  touchNative: true,
  // On phones tiles are asked for when a movement ends, not on every step of it.
  mobile: matchMedia("(pointer: coarse)").matches,
  // These scale the wheel: browsers report different distances for one notch.
  chrome: agent.includes("Chrome/"),
  linux: agent.includes("Linux"),
  mac: agent.includes("Macintosh"),
};
