import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { runAsNobody } from "./as-function.ts";

type Keyed = { TableName?: string; Key?: Attributes; Item?: Attributes; ExpressionAttributeValues?: Attributes };
type Attributes = Record<string, { S?: string }>;
type Input = Keyed & { TransactItems?: Record<string, Keyed>[] };

const kindOf = (operation: string, { TableName = "", Key, Item, ExpressionAttributeValues }: Keyed): string => {
  const pk = (Item ?? Key)?.pk?.S ?? ExpressionAttributeValues?.[":pk"]?.S ?? "";
  const sk = (Item ?? Key)?.sk?.S?.split("#")[0] ?? "";
  return [operation, TableName.split("-")[0], pk.split("#")[0], sk].filter(Boolean).join(" ");
};

export type Call = { command: string; /** What was read or written: operation, table, kind of row. */ rows: string[]; failed?: string };

/** Every call the service makes to its tables while `run` runs, in order of their ends. */
export async function callsDuring<T>(client: DynamoDBDocumentClient, run: () => T | Promise<T>): Promise<{ calls: Call[]; answer: Awaited<T> }> {
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context.commandName);
      const input = args.input as Input;
      const rows = input.TransactItems
        ? input.TransactItems.flatMap((item) => Object.entries(item).map(([operation, keyed]) => kindOf(operation, keyed)))
        : [kindOf(command.replace(/(Item)?Command$/, ""), input)];
      // Wrapping keys are asked for once in a while, whatever is done.
      if (rows.some((row) => row.endsWith(" KEYS"))) return next(args);
      try {
        const result = await next(args);
        calls.push({ command, rows });
        return result;
      } catch (thrown) {
        calls.push({ command, rows, failed: thrown instanceof Error ? thrown.name : "unknown" });
        throw thrown;
      }
    },
    { step: "serialize", name: "watch-calls", override: true },
  );
  try {
    return { answer: await run(), calls };
  } finally {
    client.middlewareStack.remove("watch-calls");
  }
}

export type Fault = {
  command: string;
  /** How many requests on the wire it meets, after the first `pass`; the rest go through. */
  times: number;
  pass?: number;
  error: () => Error;
  /** True: the request arrives and only its answer is lost. */
  afterwards?: boolean;
};

/** Lets the table fail as it can in the cloud and an embedded engine does not; counts the requests it saw. */
export async function withFault<T>(client: DynamoDBDocumentClient, fault: Fault, run: () => T | Promise<T>): Promise<{ answer: Awaited<T>; requests: number }> {
  let requests = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== fault.command) return next(args);
      requests += 1;
      const nth = requests - (fault.pass ?? 0);
      if (nth < 1 || nth > fault.times) return next(args);
      if (fault.afterwards) await next(args);
      throw fault.error();
    },
    { step: "deserialize", priority: "high", name: "fault", override: true },
  );
  try {
    return { answer: await run(), requests };
  } finally {
    client.middlewareStack.remove("fault");
  }
}

const metadata = { httpStatusCode: 400 };

export const throttled = (): Error =>
  Object.assign(new Error("throttled"), { name: "ProvisionedThroughputExceededException", $fault: "client", $metadata: metadata });

/** Another transaction holds one of the rows. */
export const transactionConflict = (): Error =>
  new TransactionCanceledException({ message: "cancelled", $metadata: metadata, CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }, { Code: "None" }, { Code: "None" }] });

export const cutOff = (): Error => Object.assign(new Error("socket hang up"), { name: "Error", code: "ECONNRESET" });

/** An error that repeating does not help. */
export const denied = (): Error => Object.assign(new Error("denied"), { name: "AccessDeniedException", $fault: "client", $metadata: metadata });

/** Does something just before a request leaves, as another process might: before the first of its kind, after `pass` others. */
export async function withOther<T>(client: DynamoDBDocumentClient, at: { command: string; pass?: number }, act: () => Promise<unknown>, run: () => T | Promise<T>): Promise<Awaited<T>> {
  let seen = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === at.command) {
        seen += 1;
        if (seen === (at.pass ?? 0) + 1) await runAsNobody(act);
      }
      return next(args);
    },
    { step: "deserialize", priority: "high", name: "another", override: true },
  );
  try {
    return await run();
  } finally {
    client.middlewareStack.remove("another");
  }
}

/** Every call of a process to the outside goes through here; it is gone at its `nth`, which arrives or does not, and whatever it tries afterwards fails. */
export function createEnd(nth: number, arrives: boolean) {
  let calls = 0;
  return {
    calls: () => calls,
    step: async <T>(call: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls < nth) return call();
      if (calls === nth && arrives) await call();
      throw new Error("the process is gone");
    },
  };
}

/** Calls to the tables while `run` runs, as steps of a process that may end. */
export async function endingWith<T>(client: DynamoDBDocumentClient, { step }: Pick<ReturnType<typeof createEnd>, "step">, run: () => T | Promise<T>): Promise<Awaited<T>> {
  client.middlewareStack.add((next) => (args) => step(() => next(args)), { step: "serialize", name: "ending", override: true });
  try {
    return await run();
  } finally {
    client.middlewareStack.remove("ending");
  }
}
