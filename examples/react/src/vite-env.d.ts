/// <reference types="vite/client" />
/// <reference types="service-point-picker/react" />

interface ImportMetaEnv {
  /** The address of the shop's proxy. */
  readonly VITE_PICKER: string;
}
