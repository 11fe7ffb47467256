import { text, type Resource } from "./synth.ts";

/** What a request says of itself under the names conditions use. */
type Context = Record<string, string | string[]>;
export type Request = { action: string; on: string; context?: Context };

type Statement = {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource?: unknown;
  NotResource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};

/** Every statement that speaks for a role: its own policies and those attached to it. */
export function statementsOf(resources: Record<string, Resource>, roleId: string): Statement[] {
  const inline = (resources[roleId]?.Properties.Policies ?? []).map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument);
  const attached = Object.values(resources)
    .filter(({ Type, Properties }) => Type === "AWS::IAM::Policy" && Properties.Roles.some((role: unknown) => text(role) === roleId))
    .map(({ Properties }) => Properties.PolicyDocument);
  return [...inline, ...attached].flatMap((document) => document.Statement);
}

/** As AWS decides: refused unless a statement allows it and none denies it. */
export function isAllowed(statements: Statement[], request: Request): boolean {
  const speaking = statements.filter((statement) => speaksOf(statement, request));
  return speaking.some(({ Effect }) => Effect === "Allow") && !speaking.some(({ Effect }) => Effect === "Deny");
}

function speaksOf({ Action, Resource, NotResource, Condition = {}, ...rest }: Statement, { action, on, context = {} }: Request): boolean {
  const unread = Object.keys(rest).filter((key) => !["Effect", "Sid"].includes(key));
  if (unread.length > 0) throw new Error(`this evaluator does not know ${unread.join(", ")}`);
  const named = NotResource === undefined ? list(Resource).some((one) => matches(text(one), on)) : !list(NotResource).some((one) => matches(text(one), on));
  return list(Action).some((one) => matches(String(one).toLowerCase(), action.toLowerCase())) && named && holds(Condition, context);
}

/** As IAM defines them; a request that says nothing under a key has no values there. */
const operators: Record<string, (said: string[], wanted: string[]) => boolean> = {
  StringEquals: (said, wanted) => said.length > 0 && wanted.includes(only(said)),
  StringEqualsIfExists: (said, wanted) => said.length === 0 || wanted.includes(only(said)),
  "ForAllValues:StringEquals": (said, wanted) => said.every((one) => wanted.includes(one)),
  "ForAllValues:StringLike": (said, wanted) => said.every((one) => wanted.some((pattern) => matches(pattern, one))),
  Null: (said, wanted) => wanted.includes(String(said.length === 0)),
};

function holds(condition: NonNullable<Statement["Condition"]>, context: Context): boolean {
  return Object.entries(condition).every(([operator, tests]) => {
    const test = operators[operator];
    if (!test) throw new Error(`this evaluator does not know ${operator}`);
    return Object.entries(tests).every(([key, wanted]) => test(list(context[key] ?? []).map(String), list(wanted).map(text)));
  });
}

function only(said: string[]): string {
  if (said.length !== 1) throw new Error(`this evaluator does not know what ${said.join(", ")} together mean`);
  return said[0] ?? "";
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** `*` is any text and `?` any one character, in IAM and in CloudFront's path patterns alike. */
export function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(value);
}
