/**
 * The cart's name, by which its selection is found again. Your shop's carts have one already: any that
 * nobody can guess, and that stays as long as the cart does.
 */
export function cartReference(): string {
  const reference = sessionStorage.getItem("cart") ?? crypto.randomUUID();
  sessionStorage.setItem("cart", reference);
  return reference;
}

/** The next cart is another one. */
export function closeCart(): void {
  sessionStorage.removeItem("cart");
}
