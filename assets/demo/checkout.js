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

// A shop has its cart's number; the demo makes one up for each visit.
form.elements.reference.value = `cart-${crypto.randomUUID()}`;
picker.setAttribute("reference", form.elements.reference.value);

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

form.addEventListener("change", (event) => {
  if (event.target.name === "delivery_method") showDelivery();
  if (ADDRESS.includes(event.target.name)) passAddress();
});

picker.addEventListener("service-point-change", showDelivery);

// Back to home delivery: the point must not travel with the order.
form.addEventListener("submit", () => {
  if (form.elements.delivery_method.value === "home") picker.reset();
});

for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => {
    PRESETS[button.dataset.preset].forEach((value, index) => {
      form.elements[ADDRESS[index]].value = value;
    });
    passAddress();
  });
}

showDelivery();
