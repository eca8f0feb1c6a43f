// The element in the JSX of React. Compiled, never run.

import { useRef, type ReactElement } from "react";
import type {
  Selection,
  ServicePointPickerElement,
} from "service-point-picker";
import type { ServicePointPickerProps } from "service-point-picker/react";

interface Props {
  readonly onSelect: (selection: Selection | null) => void;
}

export function Picker({ onSelect }: Props): ReactElement {
  const picker = useRef<ServicePointPickerElement>(null);
  const common: ServicePointPickerProps = { country: "NL", shop: null };
  return (
    <>
      <service-point-picker
        {...common}
        ref={picker}
        key="picker"
        className="wide"
        lang="nl"
        postal-code="5611 EM"
        latitude={51.4}
        required={false}
        onservice-point-change={({ detail }) => onSelect(detail)}
        onservice-point-ready={({ currentTarget }) =>
          onSelect(currentTarget.selection)
        }
      >
        <p>Please choose home delivery.</p>
      </service-point-picker>
      {/* @ts-expect-error: only the shopper selects. */}
      <service-point-picker selection={null} />
      {/* @ts-expect-error: attributes have hyphens. */}
      <service-point-picker postalCode="5611 EM" />
      {/* @ts-expect-error: listeners are named as the events are. */}
      <service-point-picker onServicePointChange={() => undefined} />
      <service-point-picker
        // @ts-expect-error: it tells null, too.
        onservice-point-change={({ detail }) => detail.token}
      />
      {/* @ts-expect-error: React makes an attribute of it where the picker is not there yet. */}
      <service-point-picker messages={{ heading: "Where to?" }} />
    </>
  );
}
