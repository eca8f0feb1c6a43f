import { useState, type FormEvent } from "react";
import type { Selection } from "service-point-picker";
import { AddressFields, readAddress } from "./address";
import { cartReference, closeCart } from "./cart";
import { ServicePoint } from "./service_point";

const ADDRESS = {
  street: "Stadhuisplein",
  house_number: "10",
  postal_code: "5611 EM",
  city: "Eindhoven",
  country: "NL",
};

export function Checkout() {
  const [step, setStep] = useState<"delivery" | "payment" | "ordered">("delivery");
  const [address, setAddress] = useState(ADDRESS);
  const [reference] = useState(cartReference);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [delivery, setDelivery] = useState<FormData>();
  const [hasFailed, setFailed] = useState(false);

  function proceed(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // Where the picker's script is missing, nothing else holds the form back.
    if (!selection) return;
    setAddress(readAddress(event.currentTarget));
    // The picker's fields, too, which leave the page with it.
    setDelivery(new FormData(event.currentTarget));
    setStep("payment");
  }

  // Not `<form action={…}>`: React resets such a form afterwards, which withdraws the selection.
  async function order(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = [...(delivery ?? []), ...new FormData(event.currentTarget)];
    const body = new URLSearchParams(fields.map(([name, value]) => [name, `${value}`]));
    const answer = await fetch("/orders", { method: "POST", body }).catch(() => undefined);
    setFailed(!answer?.ok);
    if (!answer?.ok) return;
    closeCart();
    setStep("ordered");
  }

  if (step === "ordered") return <p role="status">Thank you. Your order is placed.</p>;

  if (step === "payment")
    return (
      <form onSubmit={order}>
        <p>
          Your parcel goes to <strong>{selection?.service_point.name}</strong>.
        </p>
        <fieldset>
          <legend>Payment</legend>
          <label>
            <input type="radio" name="payment_method" value="card" defaultChecked /> Card
          </label>
          <label>
            <input type="radio" name="payment_method" value="invoice" /> Invoice
          </label>
        </fieldset>
        {hasFailed && <p role="alert">Your order could not be placed. Please try again.</p>}
        <button type="button" onClick={() => setStep("delivery")}>
          Back
        </button>{" "}
        <button>Place order</button>
      </form>
    );

  // React's `onChange` is every key, and the picker would search for half an address.
  return (
    <form onSubmit={proceed} onBlur={({ currentTarget }) => setAddress(readAddress(currentTarget))}>
      <AddressFields address={address} />
      <ServicePoint address={address} reference={reference} onSelect={setSelection} />
      <button>Continue</button>
    </form>
  );
}
