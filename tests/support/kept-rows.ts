import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** Where what stood in tables and on phones at the end of a run's worlds is kept until it is scanned (tests/run.ts). Nothing is kept when vitest runs by itself. */
export const keptRows = { folder: "KEPT_ROWS" } as const;

/** Drawn at random or hashed: nothing can be read from it, and by chance it may look like anything. */
const opaque = /^(?=\D*\d?\D)[\w-]{16,}$|^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;

/** Every text in a value, its parts apart; what is sealed is bytes, and no text. */
function* textsIn(value: unknown, without?: string): Generator<string> {
  if (typeof value === "string") yield* value.split("#").filter((part) => part !== "" && !opaque.test(part));
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) for (const [name, one] of Object.entries(value)) if (name !== without) yield* textsIn(one);
}

/** Keeps what rows say, or what a phone was told, each text once. `of` names where it stood. */
export function keepRows(of: string, rows: readonly unknown[]): void {
  const folder = process.env[keptRows.folder];
  if (!folder || rows.length === 0) return;
  // Facilities and counselling points are a directory that is published, with its numbers and addresses.
  if (of.endsWith("FACILITIES FACILITY")) return;
  // What was done to an entry stands under the entry's name.
  const texts = new Set(rows.flatMap((row) => [...textsIn(row, of.endsWith("FACILITIES EVENT") ? "sk" : undefined)]));
  appendFileSync(join(folder, of), [...texts].map((text) => `${JSON.stringify(text)}\n`).join(""));
}
