/** One thing asked of a table, as the rules of access see it. */
export type Asked = { action: string; table: string; index?: string; leadingKey: string; fields: string[]; returns?: string };

type Expressions = { UpdateExpression?: string | undefined; ConditionExpression?: string | undefined; ExpressionAttributeNames?: Record<string, string> | undefined };
type Keyed = Expressions & { TableName?: string | undefined; Key?: Item; Item?: Item; ReturnValues?: string };
type Item = Record<string, unknown>;
type Query = { TableName?: string | undefined; IndexName?: string | undefined; KeyConditionExpression?: string; ExpressionAttributeValues?: Item };

/** A value as it is given, or as it is on its way to the table. */
const textOf = (value: unknown): string => (typeof value === "object" && value !== null && "S" in value ? String(value.S) : String(value));

/** Of a row by its key: written, changed, removed, checked or read. */
function askedOf(action: string, { TableName = "", Key, Item, ReturnValues, ...expressions }: Keyed): Asked {
  const names = [...Object.keys(Item ?? Key ?? {}), ...namesIn(expressions)];
  return { action, table: TableName, leadingKey: textOf((Item ?? Key)?.pk), fields: [...new Set(names)].toSorted(), ...(ReturnValues ? { returns: ReturnValues } : {}) };
}

const single = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"];
const inTransaction = { Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem", ConditionCheck: "ConditionCheckItem" } as const;

/** All that one command asks: each item of a transaction is asked for by itself. The command's name is the SDK's, or the document client's. */
export function askedBy(command: string, input: unknown): Asked[] {
  const name = command.replace(/Command$/, "");
  const action = single.find((one) => one === name || one === `${name}Item`);
  if (action) return [askedOf(action, input as Keyed)];
  if (name === "Query") return [askedByQuery(input as Query)];
  if (name.startsWith("TransactWrite")) {
    const items = (input as { TransactItems?: Record<string, Keyed>[] }).TransactItems ?? [];
    return items.flatMap((item) => Object.entries(item).map(([kind, keyed]) => askedOf(inTransaction[kind as keyof typeof inTransaction], keyed)));
  }
  return [{ action: name, table: (input as Keyed).TableName ?? "", leadingKey: "", fields: [] }];
}

function askedByQuery({ TableName = "", IndexName, KeyConditionExpression = "", ExpressionAttributeValues = {} }: Query): Asked {
  const value = /^#?\w+ = (:\w+)/.exec(KeyConditionExpression)?.[1] ?? "";
  return { action: "Query", table: TableName, ...(IndexName ? { index: IndexName } : {}), leadingKey: textOf(ExpressionAttributeValues[value]), fields: [] };
}

const keywords = new Set(["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"]);

/** The fields that expressions speak of: what is no value, no function and no keyword. */
function namesIn({ UpdateExpression = "", ConditionExpression = "", ExpressionAttributeNames = {} }: Expressions): string[] {
  const words = `${UpdateExpression} ${ConditionExpression}`.match(/(?<![:#\w.])#?[a-z]\w*\b(?!\s*\()/gi) ?? [];
  return words.filter((word) => !keywords.has(word)).map((word) => ExpressionAttributeNames[word] ?? word);
}
