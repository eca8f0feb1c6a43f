import { useEffect, useState } from "react";
import { load, type Selection } from "service-point-picker";
import type { Address } from "./address";

interface Props {
  readonly address: Address;
  /** The cart's name. */
  readonly reference: string;
  /** Another selection, or none; also one that was found again. */
  readonly onSelect: (selection: Selection | null) => void;
}

/** Has the shopper choose a service point near the address; the form around it gets the fields. */
export function ServicePoint({ address, reference, onSelect }: Props) {
  const [attempt, setAttempt] = useState(1);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    load(import.meta.env.VITE_PICKER).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  }, [attempt]);

  return (
    <fieldset>
      <legend>Service point</legend>
      {hasFailed && (
        <p role="alert">
          Service points cannot be shown right now.{" "}
          <button type="button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
        </p>
      )}
      <service-point-picker
        reference={reference}
        country={address.country}
        postal-code={address.postal_code}
        city={address.city}
        street={address.street}
        house-number={address.house_number}
        required
        onservice-point-change={({ detail }) => onSelect(detail)}
        onservice-point-ready={({ currentTarget }) => onSelect(currentTarget.selection)}
      />
    </fieldset>
  );
}
