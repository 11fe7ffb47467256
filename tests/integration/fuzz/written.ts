import { ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { openedRows } from "../../support/opened-rows.ts";
import { seatsBySlot } from "../../support/hotline.ts";
import type { Row, World } from "../../support/world.ts";

/** What a request wrote, by kind of row, as the tables took it: one list for each command, a transaction being one. */

type Attributes = Record<string, unknown>;
type Keyed = { TableName?: string; Key?: Attributes; Item?: Attributes };
type Input = Keyed & { TransactItems?: Record<string, Keyed>[] };

const textOf = (value: unknown): string => (typeof value === "object" && value !== null && "S" in value ? String(value.S) : String(value));
const writing: ReadonlySet<string> = new Set(["Put", "Update", "Delete"]);

function kindOf({ TableName = "", Key, Item }: Keyed): string {
  const row = Item ?? Key ?? {};
  return [TableName.split("-")[0], ...[row.pk, row.sk].map((key) => textOf(key).split("#")[0])].join(" ");
}

export function watchWrites(client: DynamoDBDocumentClient): { take: () => string[][] } {
  let written: string[][] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const operation = String(context.commandName).replace(/(Item)?Command$/, "");
      const input = args.input as Input;
      const items = input.TransactItems ? input.TransactItems.flatMap((item) => Object.entries(item)) : [[operation, input] satisfies [string, Keyed]];
      const rows = items.flatMap(([how, keyed]) => (writing.has(how) ? [kindOf(keyed)] : []));
      if (rows.length) written.push(rows);
      return result;
    },
    { step: "serialize", name: "watch-writes", override: true },
  );
  return {
    take: () => {
      const taken = written;
      written = [];
      return taken;
    },
  };
}

/** What may be written beside the thing itself, also when it is refused. */
const beside: Readonly<Record<string, string>> = {
  "registrations BUDGET BUDGET": "what an asker has used up",
  "hotline BUDGET BUDGET": "what an asker has used up",
  "registrations CODE CODE": "a try at a one-time code",
  "hotline TRIES TRIES": "a try at a change code",
  "staff STAFF SESSION": "that whoever is signed in was there",
};
/** Who looked is written down before anything is shown, with the end of the chain it hangs on. */
const isLook = (command: readonly string[]): boolean => command.some((kind) => kind.endsWith(" LOOK")) && command.every((kind) => / (LOOK|CHAIN)$/.test(kind));
const isBeside = (command: readonly string[]): boolean => isLook(command) || command.every((kind) => kind in beside);

/** The commands that wrote something of the thing itself. */
export const mainWrites = (written: readonly (readonly string[])[]): (readonly string[])[] => written.filter((command) => !isBeside(command));

async function allOf({ client, names }: World, table: keyof World["names"]): Promise<Row[]> {
  const rows: Row[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: names[table], ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }));
    rows.push(...((page.Items ?? []) as Row[]));
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
}

const after = (key: string): string => key.slice(key.indexOf("#") + 1);

/** Rows that have not all that belongs to them. Every sealed value is opened on the way. */
export async function tornIn(world: World): Promise<string[]> {
  const stored = { registrations: await allOf(world, "registrations"), hotline: await allOf(world, "hotline") };
  const registrations = openedRows("registrations", await world.keepers.registrations.ring(), stored.registrations);
  const hotline = openedRows("hotline", await world.keepers.hotline.ring(), stored.hotline);
  return [...brokenChains([...stored.registrations, ...stored.hotline]), ...tornApplications(registrations), ...tornCalls(hotline)];
}

function brokenChains(rows: readonly Row[]): string[] {
  const events = new Map<string, number>();
  for (const { pk, sk } of rows) if (/^(EVENT|LOOK)#/.test(sk)) events.set(pk, (events.get(pk) ?? 0) + 1);
  const heads = rows.filter(({ sk }) => sk === "CHAIN");
  return heads.flatMap(({ pk, seq }) => (events.get(pk) === seq ? [] : [`${pk.split("#")[0]}: a chain of ${String(seq)} with ${events.get(pk) ?? 0} events`]));
}

function tornApplications(rows: readonly Row[]): string[] {
  const applications = rows.filter(({ sk }) => sk === "APPLICATION");
  const of = (row: Row): Row | undefined => applications.find(({ pk }) => pk === `APPLICATION#${String(row.reference ?? after(row.sk))}`);
  const lines = rows.filter(({ pk }) => pk.startsWith("OFFICE#"));
  const ways = rows.filter(({ pk }) => pk.startsWith("FIND#"));
  const sent = rows.filter(({ pk }) => pk.startsWith("IDEMPOTENCY#"));
  const links = rows.filter(({ pk }) => pk.startsWith("LINK#"));
  /** What an application has not that belongs to it. */
  const missing = ({ pk, state }: Row): string[] => {
    const reference = after(pk);
    const own = lines.filter(({ sk }) => after(sk) === reference);
    const has: readonly (readonly [boolean, string])[] = [
      [own.length === 1 && own[0]?.state === state, `an application that is ${String(state)} has the lines ${own.map((line) => line.state).join()}`],
      [ways.some(({ sk }) => after(sk) === reference), "an application no phone and no paper leads to"],
      [sent.filter((row) => row.reference === reference).length === 1, "an application without its key"],
      [rows.some((row) => row.pk === pk && row.sk.startsWith("EVENT#")), "an application nothing has happened to"],
    ];
    return has.flatMap(([holds, fault]) => (holds ? [] : [fault]));
  };
  return [...applications.flatMap(missing), ...[...lines, ...ways, ...sent, ...links].flatMap((row) => (of(row) ? [] : [`${row.pk.split("#")[0]} leads to no application`]))];
}

function tornCalls(rows: readonly Row[]): string[] {
  const callbacks = new Set(rows.filter(({ sk }) => sk === "CALLBACK").map(({ pk }) => after(pk)));
  const callers = new Set(rows.filter(({ sk }) => sk === "CALLER").map(({ pk }) => after(pk)));
  const lost = rows.flatMap((row) => {
    const isWay = /^(LINK|IDEMPOTENCY)#/.test(row.pk) || row.sk.startsWith("SEAT#");
    if (isWay && !callbacks.has(String(row.reference))) return [`${row.pk.split("#")[0]} leads to no call`];
    return row.sk === "CALLBACK" && !callers.has(String(row.callerKey)) ? ["a call of nobody"] : [];
  });
  const seats = Object.entries(seatsBySlot(rows)).flatMap(([slot, { counter, rows: taken, callbacks: open, capacity }]) => (counter === taken && taken === open && counter <= capacity ? [] : [`${slot}: ${counter} of ${capacity} counted, ${taken} seats, ${open} calls`]));
  return [...lost, ...seats];
}
