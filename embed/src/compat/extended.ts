// Members for objects that belong to the page, which may have frozen them.

type Members = Readonly<Record<string, unknown>>;

/** What has `members` beside its own: the page's object itself where it takes them, else an heir. */
export function extended(theirs: unknown, members: Members): object {
  const isObject = Object(theirs) === theirs;
  const object = isObject ? (theirs as object) : {};
  return define(object, members) ? object : heirOf(object, members);
}

/** Sets members whatever stands in their place; false where the object takes none. */
export function define(object: object, members: Members): boolean {
  return Object.entries(members).every(([name, value]) =>
    Reflect.defineProperty(object, name, described(value)),
  );
}

function heirOf(object: object, members: Members): object {
  const heir = Object.create(object) as object;
  define(heir, members);
  return heir;
}

function described(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}
