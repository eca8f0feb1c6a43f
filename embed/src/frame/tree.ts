// Elements as a message: the summary is drawn in the frame and shown in the page.

/** A text, or an element with its attributes and what is in it. */
export type Tree =
  | string
  | readonly [
      tag: string,
      attributes: Readonly<Record<string, string>>,
      children: readonly Tree[],
    ];

/** What is in an element, apart from comments. */
export function treesIn(element: Element): Tree[] {
  const trees: Tree[] = [];
  for (const child of element.childNodes) {
    if (child instanceof Text) trees.push(child.data);
    if (!(child instanceof Element)) continue;
    const attributes = [...child.attributes].map(({ name, value }) => [
      name,
      value,
    ]);
    trees.push([
      child.localName,
      Object.fromEntries(attributes) as Record<string, string>,
      treesIn(child),
    ]);
  }
  return trees;
}

/**
 * Makes the content of an element that of the trees. What is the same stays: it keeps the focus, and
 * screen readers read what is new in a live region.
 */
export function adoptTrees(element: Element, trees: readonly Tree[]) {
  trees.forEach((tree, index) => {
    const old = element.childNodes[index];
    const node = typeof tree === "string" ? text(tree, old) : copy(tree, old);
    if (!old) element.append(node);
    else if (old !== node) old.replaceWith(node);
  });
  while (element.childNodes.length > trees.length) element.lastChild?.remove();
}

function text(data: string, old: ChildNode | undefined): ChildNode {
  const node = old instanceof Text ? old : new Text();
  if (node.data !== data) node.data = data;
  return node;
}

function copy(
  [tag, attributes, children]: Exclude<Tree, string>,
  old: ChildNode | undefined,
): ChildNode {
  const isSame = old instanceof Element && old.localName === tag;
  const element = isSame ? old : document.createElement(tag);
  for (const { name } of [...element.attributes])
    if (!Object.hasOwn(attributes, name)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  adoptTrees(element, children);
  return element;
}
