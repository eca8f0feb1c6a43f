const FIELDS = [
  ["street", "Street"],
  ["house_number", "Number"],
  ["postal_code", "Postal code"],
  ["city", "City"],
] as const;

export type Address = Record<"country" | (typeof FIELDS)[number][0], string>;

/** Fields that the form around them keeps. */
export function AddressFields({ address }: { readonly address: Address }) {
  return (
    <fieldset>
      <legend>Address</legend>
      {FIELDS.map(([name, label]) => (
        <label key={name}>
          {label} <input name={name} defaultValue={address[name]} required />
        </label>
      ))}
      <label>
        Country{" "}
        <select name="country" defaultValue={address.country}>
          <option value="BE">Belgium</option>
          <option value="DE">Germany</option>
          <option value="NL">Netherlands</option>
        </select>
      </label>
    </fieldset>
  );
}

/** What a form's address fields say. */
export function readAddress(form: HTMLFormElement): Address {
  const data = new FormData(form);
  const names = ["country", ...FIELDS.map(([name]) => name)];
  return Object.fromEntries(names.map((name) => [name, `${data.get(name)}`])) as Address;
}
