// The demo shop's own page script: what any shop does around the picker, and nothing more.

const form = document.querySelector("#checkout");
const pickup = document.querySelector("#pickup");
const picker = document.querySelector("service-point-picker");

const SUBTOTAL = 89;
const PRICES = { service_point: 3.95, home: 6.95 };
const PRESETS = {
  eindhoven: ["Stadhuisplein", "10", "5611 EM", "Eindhoven", "NL"],
  berlin: ["Alexanderplatz", "1", "10178", "Berlin", "DE"],
  lisbon: ["Rua Augusta", "24", "1100-148", "Lisboa", "PT"],
  unknown: ["Nowhere Street", "404", "", "Atlantis", "NL"],
};
const ADDRESS = ["street", "house_number", "postal_code", "city", "country"];

/**
 * What a shop keeps in the visitor's session on its server, and the demo, which has no server of its
 * own, in the browser: the cart's unguessable number, and what was filled in.
 */
const SESSION = "demo-session";
const session = openSession();

function openSession() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(SESSION));
  } catch {
    // Blocked, or not ours: then every visit is a new one.
  }
  // After an order, the way back to the shop leads to a new cart; a reload or the back button does not.
  const [navigation] = performance.getEntriesByType("navigation");
  const isOver = kept?.isSubmitted && navigation?.type === "navigate";
  if (kept && !isOver) return kept;
  return { reference: `cart-${crypto.randomUUID()}`, fields: {} };
}

function keep(changes) {
  Object.assign(session, changes);
  try {
    sessionStorage.setItem(SESSION, JSON.stringify(session));
  } catch {
    // Blocked: a reload is a new visit.
  }
}

/** The picker follows the address; several changes at once are one search. */
function passAddress() {
  for (const name of ADDRESS) {
    picker.setAttribute(name.replace("_", "-"), form.elements[name].value);
  }
}

function euros(amount) {
  return `€ ${amount.toFixed(2)}`;
}

/** Puts the chosen delivery and its price where the shopper sees them. */
function showDelivery() {
  const method = form.elements.delivery_method.value;
  const isPickup = method === "service_point";
  pickup.hidden = !isPickup;
  picker.toggleAttribute("required", isPickup);
  document.querySelector("[data-delivery]").textContent = isPickup
    ? "Delivery to a service point"
    : "Home delivery";
  document.querySelector("[data-delivery-price]").textContent = euros(
    PRICES[method],
  );
  for (const total of document.querySelectorAll("[data-total]")) {
    total.textContent = euros(SUBTOTAL + PRICES[method]);
  }
  document.querySelector("[data-destination]").textContent =
    isPickup && picker.selection
      ? `Your parcel goes to ${picker.selection.service_point.name}.`
      : "";
}

form.addEventListener("change", ({ target }) => {
  const { name, value } = target;
  keep({ fields: { ...session.fields, [name]: value } });
  if (name === "delivery_method") {
    // Back to home delivery: nothing of the point may travel with the order, or be found by its cart.
    if (value === "home") picker.reset();
    showDelivery();
  }
  if (ADDRESS.includes(name)) passAddress();
});

form.addEventListener("submit", () => keep({ isSubmitted: true }));

// Chosen now, or found again: the one of an earlier page is there when the picker is ready.
picker.addEventListener("service-point-change", showDelivery);
picker.addEventListener("service-point-ready", showDelivery);

for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => {
    PRESETS[button.dataset.preset].forEach((value, index) => {
      form.elements[ADDRESS[index]].value = value;
      session.fields[ADDRESS[index]] = value;
    });
    keep({});
    passAddress();
  });
}

for (const [name, value] of Object.entries(session.fields)) {
  form.elements[name].value = value;
}
keep({});
// The address first, so that the picker knows which country an earlier selection has to be in.
if (Object.keys(session.fields).length > 0) passAddress();
form.elements.reference.value = session.reference;
picker.setAttribute("reference", session.reference);
showDelivery();
