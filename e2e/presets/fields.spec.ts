// Forms of shop systems: the fields have the names that are read there.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** Chooses the locker that asks for nothing, in a picker with these attributes. */
async function choose(page: Page, attributes: string): Promise<Checkout> {
  await openShop(
    page,
    `<input name="email" value="a@b.example" />
    <service-point-picker ${EINDHOVEN} ${attributes}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  return checkout;
}

/** What the form would post, by name; and what a script finds that serialises its inputs. */
async function posted(page: Page): Promise<Record<string, string>> {
  const [data, inputs] = await page.evaluate(() => {
    const form = document.querySelector("form")!;
    const inputs = [...form.querySelectorAll("input")];
    return [
      [...new FormData(form)].map(([name, value]) => [
        name,
        `${value as string}`,
      ]),
      inputs.map(({ name, value }) => [name, value]),
    ] as const;
  });
  expect(inputs).toEqual(data);
  return Object.fromEntries(data) as Record<string, string>;
}

const TOKEN = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as unknown;

test("magento2: the module's own columns, and what proves them", async ({
  page,
}) => {
  await choose(page, 'preset="magento2"');
  expect(await posted(page)).toEqual({
    email: "a@b.example",
    sendcloud_service_point_id: expect.stringMatching(/^\d+$/) as unknown,
    sendcloud_service_point_name: "Stationsplein Parcel Locker",
    sendcloud_service_point_street: "Stationsplein",
    sendcloud_service_point_house_number: "1",
    sendcloud_service_point_zip_code: "5611 AC",
    sendcloud_service_point_city: "Eindhoven",
    sendcloud_service_point_country: "NL",
    sendcloud_service_point_postnumber: "",
    carrier: "postnl",
    service_point_token: TOKEN,
  });
});

test("another preset, and names of the shop's own, take effect at once; a reset leaves none", async ({
  page,
}) => {
  const { picker } = await choose(page, 'preset=" WooCommerce "');
  const woocommerce = await posted(page);
  expect(
    JSON.parse(woocommerce["sendcloudshipping_service_point_extra_v2"] ?? ""),
  ).toMatchObject({ name: "Stationsplein Parcel Locker", toPostalCode: "" });

  await picker.evaluate((element) => {
    element.removeAttribute("preset");
    element.setAttribute(
      "field-names",
      "service_point_id=pickup[id] to_post_number=pickup[number] carrier=",
    );
  });
  expect(await posted(page)).toEqual({
    email: "a@b.example",
    "pickup[id]": expect.stringMatching(/^\d+$/) as unknown,
    "pickup[number]": "",
    service_point_token: TOKEN,
  });
  await expect(picker.getByRole("button", { name: "Change" })).toBeVisible();

  await picker.evaluate((element) =>
    (element as HTMLElement & { reset(): void }).reset(),
  );
  expect(await posted(page)).toEqual({ email: "a@b.example" });
});
