export interface Address {
  street: string;
  house_number: string;
  postal_code: string;
  city: string;
  country: string;
}
