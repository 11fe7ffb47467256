import { decrypt, encrypt } from "./envelope.ts";
import type { DataKey, KeptArea } from "./keeper.ts";

/** The version of how rows are sealed: bound to each value beside its table, row and field, so that none can be moved to another place. */
const schemaVersion = 1;

export type RowKey = Readonly<{ pk: string; sk: string }>;
type Item = Record<string, unknown>;

const contextOf = (area: KeptArea, { pk, sk }: RowKey, field: string): Buffer => Buffer.from(JSON.stringify([schemaVersion, area, pk, sk, field]));

/** One value of one row under its person's key. */
export const closeValue = (area: KeptArea, key: DataKey, row: RowKey, field: string, value: unknown): Uint8Array =>
  encrypt(key.seal, contextOf(area, row, field), Buffer.from(JSON.stringify(value)));

/** The value again. Throws when it is not as it was sealed, or stands where it was not sealed for. */
export function openValue(area: KeptArea, key: DataKey, row: RowKey, field: string, sealed: unknown): unknown {
  if (!(sealed instanceof Uint8Array)) throw new TypeError(`${field} is not sealed`);
  return JSON.parse(decrypt(key.seal, contextOf(area, row, field), sealed).toString("utf8"));
}

/** An item with these of its fields sealed; those it does not have stay away. */
export function closeFields(area: KeptArea, key: DataKey, row: RowKey, item: Item, fields: readonly string[]): Item {
  const sealed = fields.filter((field) => item[field] !== undefined).map((field) => [field, closeValue(area, key, row, field, item[field])]);
  return { ...item, ...Object.fromEntries(sealed) };
}

/** The item as it was before `closeFields`. */
export function openFields(area: KeptArea, key: DataKey, row: RowKey, item: Item, fields: readonly string[]): Item {
  const opened = fields.filter((field) => item[field] !== undefined).map((field) => [field, openValue(area, key, row, field, item[field])]);
  return { ...item, ...Object.fromEntries(opened) };
}
