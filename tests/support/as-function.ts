/**
 * In the cloud a role refuses what infra/access.ts does not allow; the engine of the tests has no roles. So each app under test is told which function it
 * stands for, and what it asks of a table is held against that function's lines. tests/infra shows that the roles are those lines.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { access, type FunctionName, type Grant } from "../../infra/access.ts";
import { askedBy, type Asked } from "./asked.ts";

const standingFor = new AsyncLocalStorage<FunctionName | undefined>();

/** Runs as a function of the service. */
export const runAs = <T>(name: FunctionName, run: () => T): T => standingFor.run(name, run);

/** Runs as somebody else: a test, or another process. */
export const runAsNobody = <T>(run: () => T): T => standingFor.run(undefined, run);

/** The app, answering as a function of the service. */
export function appAs<App extends { fetch: (...input: never[]) => unknown }>(name: FunctionName, app: App): App {
  const { fetch } = app;
  app.fetch = (...input) => runAs(name, () => fetch(...input));
  return app;
}

/** Makes a client refuse what the role of the function it is used by would. Who stands for no function may do all. */
export function refuseAsRolesDo(client: DynamoDBDocumentClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = standingFor.getStore();
      for (const asked of name ? askedBy(String(context.commandName), args.input) : []) {
        if (name && !allows(name, asked)) throw Object.assign(new Error(`infra/access.ts does not let ${name} ask ${JSON.stringify(asked)}`), { name: "AccessDeniedException" });
      }
      return next(args);
    },
    { step: "serialize", name: "refuse-as-roles-do", override: true },
  );
}

/** Whether a function's lines allow what is asked. Tables of a test's own are named like the service's, with something behind. */
export const allows = (name: FunctionName, asked: Asked): boolean => linesOf(name).some((line) => allowsThis(line, asked));
const linesOf = (name: FunctionName): readonly Grant[] => access[name];

function allowsThis({ table, index, rows, may, fields, blind }: Grant, asked: Asked): boolean {
  if (asked.table.split("-")[0] !== table || asked.index !== index || !may.some((action) => action === asked.action)) return false;
  if (!rows.some((row) => (row.endsWith("*") ? asked.leadingKey.startsWith(row.slice(0, -1)) : asked.leadingKey === row))) return false;
  if (fields && !(asked.fields.length > 0 && asked.fields.every((field) => fields.includes(field)))) return false;
  return !blind || asked.returns === undefined || asked.returns === "NONE";
}
