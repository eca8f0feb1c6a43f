// What searches are answered with, changed on its way to the picker.

import type { Page } from "@playwright/test";

/** The path of a search, as a pattern for `page.route`. */
export const SEARCHES = "**/api/v3/service-points?*";

/** Times of a day. */
export interface Shift {
  start_time: string;
  end_time: string;
}

/** A point of an answer: the members that tests look at or change. */
export interface Point {
  id: number;
  name: string;
  carrier: { code: string; name: string };
  carrier_service_point_id: string;
  general_shop_type: string | null;
  contact: { email: string; phone: string };
  opening_times: Record<string, Shift[] | null>;
  is_open_tomorrow: boolean;
  next_open_at: string | null;
  is_expired: boolean;
  distance: number | null;
}

/** What a search is answered with. */
export interface Found {
  geocoding: {
    status: string;
    precision: string | null;
    formatted_address: string | null;
  } | null;
  results: Point[];
}

/** Changes the proxy's answer to every search from now on. */
export async function changeAnswers(
  page: Page,
  change: (found: Found, query: URLSearchParams) => void,
): Promise<void> {
  await page.route(SEARCHES, async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as { data: Found };
    change(json.data, new URL(route.request().url()).searchParams);
    await route.fulfill({ response, json });
  });
}
