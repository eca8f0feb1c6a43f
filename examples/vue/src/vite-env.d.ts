/// <reference types="vite/client" />
/// <reference types="service-point-picker/vue" />

interface ImportMetaEnv {
  /** The address of the shop's proxy. */
  readonly VITE_PICKER: string;
}
