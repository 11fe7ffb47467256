type Node = Record<string, unknown>;

const parentOf = (root: Node, keys: readonly string[]): Node =>
  keys.reduce<Node>((node, key) => {
    node[key] ??= {};
    return node[key] as Node;
  }, root);

/** A copy in which only the value at a dotted path is another one. */
export function changed<T>(whole: T, path: string, value: unknown): T {
  const copy = structuredClone(whole);
  const keys = path.split(".");
  parentOf(copy as Node, keys.slice(0, -1))[keys.at(-1) ?? ""] = value;
  return copy;
}

/** A copy in which only the value at a dotted path is missing. */
export function without<T>(whole: T, path: string): T {
  const copy = structuredClone(whole);
  const keys = path.split(".");
  delete parentOf(copy as Node, keys.slice(0, -1))[keys.at(-1) ?? ""];
  return copy;
}

/** The dotted paths of every value that holds no further ones (a list counts as one value). */
export const leavesOf = (whole: unknown, base = ""): string[] =>
  typeof whole === "object" && whole !== null && !Array.isArray(whole)
    ? Object.entries(whole).flatMap(([key, value]) => leavesOf(value, base ? `${base}.${key}` : key))
    : [base];

/** The dotted paths of every object, the outermost as "". */
export const levelsOf = (whole: unknown, base = ""): string[] =>
  typeof whole === "object" && whole !== null && !Array.isArray(whole)
    ? [base, ...Object.entries(whole).flatMap(([key, value]) => levelsOf(value, base ? `${base}.${key}` : key))]
    : [];
