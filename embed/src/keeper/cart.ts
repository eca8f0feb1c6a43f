// What a page keeps of a cart's selection: all of it while the page lives, so that a new element has
// it at once; for the next page nothing but its id, which the proxy knows the rest of.

import type { Selection } from "../../index";
import { type CartName, storageKey, stored } from "../cart_name";

/** A selection that stands. */
export interface Held {
  readonly selection: Selection;
  /** As the proxy sent it. */
  readonly json: string;
  /** The element's `carriers` when it was chosen. */
  readonly carriers: string | null;
}

/** Until a later confirmation is looked for again. */
const RETRY_MS = 1_000;

/** Asks the proxy, and brings what it answers. Where the page's policy forbids that, its frame does. */
export const courier = {
  async ask(address: string, method: "GET" | "POST"): Promise<string> {
    const response = await fetch(address, {
      method,
      credentials: "omit",
      // A withdrawal outlives the page.
      keepalive: true,
    });
    return response.text();
  },
};

const carts = new Map<string, Cart>();

/** The cart that elements are for; one without a reference is one element's own. */
export class Cart {
  readonly name: CartName;
  /** What this page has; undefined where it cannot know yet, since it never asked. */
  held: Held | null | undefined;
  /** How many confirmations its elements wait for. */
  pending = 0;
  readonly #key: string;
  readonly #proxy: string;

  static of(name: CartName, proxy: string): Cart {
    const own = new Cart(name, proxy);
    const cart = carts.get(own.#key) ?? own;
    if (name.reference) carts.set(own.#key, cart);
    return cart;
  }

  private constructor(name: CartName, proxy: string) {
    this.name = name;
    this.#key = storageKey(name);
    this.#proxy = proxy;
  }

  /** The id of what an earlier page had. */
  get id(): string | null | undefined {
    return stored((storage) => storage.getItem(this.#key));
  }

  /** What the proxy is asked with for that; empty where there is nothing to ask. */
  get request(): string {
    const reference = this.held === undefined && this.name.reference;
    return reference ? JSON.stringify({ reference, id: this.id }) : "";
  }

  /** Where the proxy answers for its shop; a path below `api/`. */
  address(path: string): string {
    const { shop } = this.name;
    const query = shop && `?shop=${encodeURIComponent(shop)}`;
    return `${this.#proxy}api/${path}${query}`;
  }

  hold(held: Held) {
    this.held = held;
    if (this.name.reference)
      stored((storage) => storage.setItem(this.#key, held.selection.id));
  }

  /** Forgets what there is, and withdraws the selection `id`. */
  forget(id?: string) {
    this.held = null;
    stored((storage) => storage.removeItem(this.#key));
    if (id) void this.#withdraw(id);
  }

  /** Withdraws what was confirmed late, unless the same was chosen again: then it has the same id. */
  drop(id: string) {
    if (this.pending) setTimeout(() => this.drop(id), RETRY_MS);
    else if (this.held?.selection.id !== id) void this.#withdraw(id);
  }

  /** Tells the proxy what the shopper took back, whatever the page does next. */
  async #withdraw(id: string) {
    try {
      await courier.ask(this.address(`selections/${id}/withdraw`), "POST");
    } catch {
      // It is taken back here in any case, and an order has what its form holds.
    }
  }
}
