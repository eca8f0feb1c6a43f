// Web Mercator, from degrees to the world that is 1 wide and 1 high, and back.

import { LatLng } from "leaflet/src/geo/LatLng.js";

/** Beyond, the world would not be square. */
const LATITUDE_MAX = 85.0511287798;

/** Positions, latitude and longitude in turn, as x and y in turn. */
export function toWorld(positions: Float64Array): Float64Array {
  return positions.map((_, index) => {
    if (index % 2 === 0) return (positions[index + 1]! + 180) / 360;
    const latitude = positions[index - 1]!;
    const limit = Math.min(Math.max(latitude, -LATITUDE_MAX), LATITUDE_MAX);
    return 0.5 - Math.atanh(Math.sin((limit * Math.PI) / 180)) / (2 * Math.PI);
  });
}

export function fromWorld(x: number, y: number): LatLng {
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
  return new LatLng((latitude * 180) / Math.PI, x * 360 - 180);
}
