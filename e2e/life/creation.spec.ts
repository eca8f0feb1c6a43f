// Elements come into a page in many ways, and each has to end in a picker.

import { expect } from "@playwright/test";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const MARKUP = `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`;

/** Each a script that puts a picker into `#place`. */
const WAYS: readonly [how: string, script: string][] = [
  [
    "createElement, attributes afterwards",
    `const picker = document.createElement("service-point-picker");
     place.append(picker);
     for (const [name, value] of Object.entries({ country: "NL", "postal-code": "5611 EM", map: "off" }))
       picker.setAttribute(name, value);`,
  ],
  ["innerHTML", "place.innerHTML = markup;"],
  [
    "insertAdjacentHTML into a container that is not there yet",
    `const box = document.createElement("div");
     box.insertAdjacentHTML("beforeend", markup);
     place.append(box);`,
  ],
  [
    "a template",
    `const template = document.createElement("template");
     template.innerHTML = markup;
     place.append(template.content.cloneNode(true));`,
  ],
  [
    "a copy of one that was used",
    `place.innerHTML = markup;
     const copy = place.firstElementChild.cloneNode(true);
     place.replaceChildren(copy);`,
  ],
  [
    "another document",
    `const parsed = new DOMParser().parseFromString(markup, "text/html");
     place.append(document.adoptNode(parsed.body.firstElementChild));`,
  ],
];

for (const when of ["before", "after"] as const) {
  test(`${when} the script, a picker comes into being in every way that elements do`, async ({
    page,
  }) => {
    const scripts = WAYS.map(
      ([, script]) => `{ const place = places.next().value; ${script} }`,
    );
    const places = WAYS.map(() => '<div class="place"></div>').join("");
    const run = `
      const markup = ${JSON.stringify(MARKUP)};
      const places = document.querySelectorAll(".place").values();
      ${scripts.join("\n")}`;
    const now = when === "before" ? `<script>${run}</script>` : "";
    await openShop(page, places + now);
    if (when === "after") {
      await page.waitForFunction(() => "ServicePointPicker" in window);
      await page.evaluate(run);
    }
    for (const [index, [how]] of WAYS.entries()) {
      const place = page.locator(".place").nth(index);
      await place.scrollIntoViewIfNeeded();
      await expect(place.getByRole("listitem").first(), how).toBeVisible();
      await expect(place.getByRole("heading"), how).toHaveCount(1);
    }
  });
}
