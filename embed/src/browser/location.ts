// Where the device is. Asked for on a button alone; the widget rounds it before it goes anywhere.

const TIMEOUT_MS = 10_000;
/** A position of the last minute will do. */
const FRESH_MS = 60_000;
/** As `GeolocationPositionError` numbers it. */
const POSITION_UNAVAILABLE = 2;

/** Latitude, longitude, and how far off they may be in metres; else the number of the error. */
export function locate(): Promise<number[]> {
  return new Promise((resolve) => {
    try {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) =>
          resolve([coords.latitude, coords.longitude, coords.accuracy]),
        ({ code }) => resolve([code]),
        { timeout: TIMEOUT_MS, maximumAge: FRESH_MS },
      );
    } catch {
      // No such thing outside secure contexts.
      resolve([POSITION_UNAVAILABLE]);
    }
  });
}
