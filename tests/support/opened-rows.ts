import type { KeptArea, KeyRing } from "../../functions/platform/keeper.ts";
import { wrappedKeySchema } from "../../functions/platform/keeper.ts";
import { openValue } from "../../functions/platform/sealed-row.ts";
import type { Row } from "./world.ts";

const ofTheChain: ReadonlySet<string> = new Set(["chain", "seq", "commitment", "link", "proof", "key", "content", "caller", "forget", "forgetAt"]);

/** Rows as their stores read them: what is sealed opened, what an event or a caller says spread over its row, and nothing of the audit's own fields. */
export function openedRows(area: KeptArea, ring: KeyRing, rows: readonly Row[]): Row[] {
  const keys = new Map(rows.flatMap((row) => (row.sk === "CHAIN" && row.key ? [[row.pk, row.key]] : [])));
  return rows.flatMap((row): Row[] => {
    if (row.sk === "CHAIN" || row.pk === "KEYS") return [];
    const wrapped = wrappedKeySchema.safeParse(row.key ?? keys.get(row.pk)).data;
    if (!wrapped) return [row];
    const key = ring.open(wrapped);
    const open = (value: unknown, field: string): unknown => {
      if (value instanceof Uint8Array && !["commitment", "link"].includes(field)) return openValue(area, key, row, field, value);
      const isPart = typeof value === "object" && value !== null && "filled" in value;
      return isPart ? { ...value, filled: open(value.filled, `${field}.filled`) } : value;
    };
    const opened: Record<string, unknown> = Object.fromEntries(Object.entries(row).map(([field, value]) => [field, field === "key" || field === "proof" ? value : open(value, field)]));
    const plain = { ...opened, ...Object(opened.content), ...Object(opened.caller) };
    return [{ ...Object.fromEntries(Object.entries(plain).filter(([field]) => !ofTheChain.has(field))), pk: row.pk, sk: row.sk }];
  });
}
