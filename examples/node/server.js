// A shop's backend in Express, as far as the parcel goes: no order without a valid service point.
import { fail } from "node:assert/strict";
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import express from "express";
import { errors, jwtVerify } from "jose";

const setting = (name) => process.env[name] || fail(`${name} is not set`);
const [proxy, shop, issuer] = ["PICKER_PROXY_URL", "PICKER_SHOP", "PICKER_ISSUER"].map(setting);
const secret = new TextEncoder().encode(setting("PICKER_SIGNING_SECRET"));
const [bearer, backOffice, folder] = ["PICKER_BACKEND_SECRET", "BACK_OFFICE_SECRET", "ORDERS"].map(setting);
const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
await mkdir(folder, { recursive: true, mode: 0o700 }); // One file an order; where no web server serves it.
const TOKEN = { algorithms: ["HS256"], typ: "selection+jwt", requiredClaims: ["exp"], clockTolerance: 30 };
const ADDRESS = ["name", "street", "house_number", "postal_code", "city", "country"];
const hash = (text) => createHash("sha256").update(text).digest();
/** An error whose message is for whoever asked. */
const refused = (status, message) => Object.assign(new Error(message), { status, expose: true });

/** Asks the proxy about selections; null where it has none, or has erased what a hand-off needs. */
async function ask(method, path, body) {
  const url = new URL(`/api/selections${path}`, proxy);
  url.searchParams.set("shop", shop);
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body), signal });
  if (answer.ok) return answer.json();
  if (answer.status === 404 || (method === "GET" && answer.status === 409)) return null;
  throw new Error(`the proxy answered ${method} with ${answer.status}`);
}
const chosen = (selection) => selection ?? Promise.reject(refused(422, "Please choose a service point."));
const bind = async ({ id, selection_id }) =>
  selection_id && ask("PATCH", `/${selection_id}`, { reference: id });

/** The cart's selection: what the token proves, else what the proxy keeps. */
async function findSelection({ service_point_token: token, ...form }, cart) {
  // The fields were lost on their way, which is no reason to lose the order.
  if (!token) return ask("GET", `?reference=${cart}`).then(chosen);
  const rules = { ...TOKEN, issuer, audience: shop };
  const { payload: claims, isExpired } = await jwtVerify(token, secret, rules).catch((error) => {
    if (error instanceof errors.JWTExpired) return { payload: error.payload, isExpired: true };
    throw refused(422, "The service point could not be verified. Please choose it again.");
  });
  const isSigned = (name) => !(name in form) || form[name] === String(claims[name] ?? "");
  if (claims.reference !== cart || !["service_point_id", "to_post_number", "carrier"].every(isSigned))
    throw refused(422, "The service point is not the confirmed one. Please choose it again.");
  // Expired is genuine, but old. Asked by its id: it is this very selection that the shopper saw.
  return isExpired ? ask("GET", `/${claims.jti}`).then(chosen) : { ...claims, id: claims.jti };
}

async function find(id) {
  const file = /^[0-9a-f]{64}$/.test(id) ? `${folder}/${id}.json` : "";
  const missing = refused(404, "There is no such order.");
  return readFile(file, "utf8").then(JSON.parse, () => Promise.reject(missing));
}

/** Stores the order that a form makes, whole or not at all; a cart's second one changes nothing. */
async function place(order, form, cart) {
  for (const name of ADDRESS) order[name] = `${form[name] ?? ""}`.slice(0, 100);
  if (ADDRESS.some((name) => !order[name].trim())) throw refused(422, "The address has gaps.");
  // At home nothing of a service point counts, whatever the form holds.
  if (form.delivery_method !== "home") {
    const { id: selection_id, service_point_id, to_post_number, carrier } = await findSelection(form, cart);
    Object.assign(order, { selection_id, service_point_id, to_post_number, carrier });
  }
  const written = `${folder}/${randomUUID()}.tmp`;
  await writeFile(written, JSON.stringify(order), { mode: 0o600, flush: true });
  const stored = link(written, `${folder}/${order.id}.json`).finally(() => rm(written));
  await stored.catch((error) => error.code === "EEXIST" || Promise.reject(error));
  // The order stands without this, and its label does it again.
  await bind(await find(order.id)).catch((error) => console.error(error.message));
}

/** Answers with a template, its `{{ names }}` replaced. */
async function page(response, file, values) {
  const template = await readFile(new URL(`../${file}`, import.meta.url), "utf8");
  const value = (_, name) => `${values[name] ?? ""}`.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt()};`);
  response.set("Cache-Control", "no-store").send(template.replace(/{{ (\w+) }}/g, value));
}

const cartOf = ({ headers }) => /(?:^|; )cart=([\w-]{20,64})(?:;|$)/.exec(headers.cookie ?? "")?.[1];
const app = express().use(express.urlencoded({ extended: false, limit: "32kb" }));
app.get("/", async (request, response) => {
  // Unguessable, since it is the selection's reference. Behind HTTPS add `secure: true`.
  const reference = cartOf(request) ?? randomBytes(24).toString("base64url");
  response.cookie("cart", reference, { httpOnly: true, sameSite: "lax" });
  await page(response, "checkout.html", { proxy, shop, reference });
});

app.post("/orders", async (request, response) => {
  const cart = cartOf(request);
  if (!cart) throw refused(422, "Your cart has ended. Please start again.");
  const id = hash(cart).toString("hex"); // The same cart is the same order.
  await find(id).catch(() => place({ id }, request.body ?? {}, cart));
  response.clearCookie("cart").redirect(303, `/orders/${id}`);
});
app.get("/orders/:id", async ({ params }, response) => page(response, "order.html", await find(params.id)));

// The back office's alone. Method and weight are still to come: docs/data-flow.md.
app.post("/orders/:id/label", async (request, response) => {
  if (!timingSafeEqual(hash(request.get("Back-Office-Secret") ?? ""), hash(backOffice)))
    throw refused(403, "This is for the back office.");
  const { street, house_number, postal_code, city, country, ...order } = await find(request.params.id);
  const parcel = { name: order.name, address: street, house_number, postal_code, city, country };
  if (!order.selection_id) return response.json({ parcel });
  // What the proxy has erased in time stands on the order.
  const checked = (await bind(order)) && (await ask("POST", `/${order.selection_id}/recheck`));
  if (checked?.is_available === false) throw refused(409, "The service point takes no parcels now.");
  if (checked?.is_available === null) throw refused(503, "The point cannot be checked. Please try again.");
  const fragment = checked && (await ask("GET", `/${order.selection_id}/handoff/parcel-v2`));
  parcel.to_service_point = (checked ?? order).service_point_id;
  response.json({ parcel: { ...parcel, ...fragment?.parcel, to_post_number: order.to_post_number ?? "" } });
});

app.use((error, _request, response, _next) => {
  if (!error.expose) console.error(error.message);
  const reason = error.expose ? error.message : "Something does not answer. Please try again.";
  return page(response.status(error.status ?? 503), "refused.html", { reason });
});
app.listen(Number(setting("PORT")), "127.0.0.1");
