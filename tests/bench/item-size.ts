import type { AttributeValue } from "@aws-sdk/client-dynamodb";

const utf8 = (text: string): number => Buffer.byteLength(text);

/** Bytes of one value by DynamoDB's rules (developer guide, "Item sizes and formats"): numbers about half a byte a digit, lists and maps 3 + 1 an element. */
function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, "").length / 2) + 1;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueBytes(one), 0);
  if (value.M !== undefined) return 3 + Object.entries(value.M).reduce((sum, [name, one]) => sum + 1 + utf8(name) + valueBytes(one), 0);
  if (value.B !== undefined) return value.B.length;
  throw new Error(`no size for ${Object.keys(value).join()}`);
}

/** Bytes of an item: its names and its values. */
export const itemBytes = (item: Record<string, AttributeValue>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);

/** A transaction writes every item twice over; an index is written once, after it. */
export const transactionUnits = (bytes: number): number => 2 * Math.ceil(bytes / 1_024);
