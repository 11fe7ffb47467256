import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answer } from "../../../infra/operating/checks.ts";
import { askCloud, cloudChecks } from "../../../infra/operating/cloud-checks.ts";
import { stages, type Stage } from "../../../infra/stages.ts";
import type { Shift } from "../../../shared/hotline/roster.ts";
import { noStack, stackAnswer, startAws, type Answers, type Reply } from "../../support/aws-server.ts";

const root = join(import.meta.dirname, "../../..");
const today = "2026-11-23";
const account = stages.prod.account;
const outputs = {
  registrationsTable: "registrations",
  hotlineTable: "hotline",
  staffTable: "staff",
  messagesTable: "messages",
  staffAccounts: "ap-southeast-1_pool",
  deliveryLogRole: "arn:aws:iam::333333333333:role/delivery",
  operatorsTopic: "arn:aws:sns:ap-southeast-1:333333333333:operators",
  messageStreamGivenUp: "https://sqs.ap-southeast-1.amazonaws.com/333333333333/message-stream",
  receiptLogsGivenUp: "https://sqs.ap-southeast-1.amazonaws.com/333333333333/receipt-logs",
};
const shift: Shift = { id: "1", date: "2026-11-29", counsellorId: "an", name: "Nguyễn Thị Thử", from: "08:00", to: "12:00", callsPerSlot: 1, absent: false };
const rosterOf = (one: Shift) => (input: Record<string, unknown>) => {
  const pk = `DAY#${one.date}`;
  const isThatDay = input.TableName === "hotline" && JSON.stringify(input.ExpressionAttributeValues).includes(pk);
  return { json: { Items: isThatDay ? [marshall({ pk, sk: `SHIFT#${one.id}`, expiresAtSeconds: 1, ...one })] : [] } };
};
const isOfKeys = (input: Record<string, unknown>): boolean => JSON.stringify(input.ExpressionAttributeValues).includes('"KEYS"');
/** The wrapping keys of all tables but some, beside what else is asked. */
const keysBut = (without: readonly string[], others: (input: Record<string, unknown>) => Reply = rosterOf(shift)) => (input: Record<string, unknown>): Reply => {
  if (!isOfKeys(input)) return others(input);
  const row = { pk: { S: "KEYS" }, sk: { S: "KEY#000001" }, wrapped: { B: "d3JhcHBlZA==" }, from: { S: "2026-11-01T00:00:00.000Z" } };
  return { json: { Items: without.includes(String(input.TableName)) ? [] : [row] } };
};
const tableOf = (change: Record<string, unknown> = {}) => ({ json: { Table: { TableStatus: "ACTIVE", DeletionProtectionEnabled: true, ...change } } });
const subscribed = (arn: string) => ({ xml: `<Subscriptions><member><Protocol>email</Protocol><Endpoint>an@example.com</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member></Subscriptions>` });
const textSettings = (change: Record<string, string> = {}) => ({
  xml: `<attributes>${Object.entries({ DeliveryStatusIAMRole: outputs.deliveryLogRole, DeliveryStatusSuccessSamplingRate: "100", MonthlySpendLimit: "800", ...change })
    .map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`)
    .join("")}</attributes>`,
});
const administrators = (...users: { Enabled: boolean; UserStatus: string }[]) => ({ json: { Users: users.map(({ Enabled, UserStatus }) => ({ Username: "an@example.com", Enabled, UserStatus })) } });
const backupsOf = (PointInTimeRecoveryStatus: string) => ({ json: { ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } } } });
const waiting = (visible: string, hidden: string) => ({ json: { Attributes: { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } } });

/** A stage that lacks nothing. */
const well: Answers = {
  DescribeStacks: stackAnswer({ account, outputs }),
  DescribeTable: tableOf(),
  DescribeContinuousBackups: backupsOf("ENABLED"),
  Query: keysBut([]),
  ListSubscriptionsByTopic: subscribed(`${outputs.operatorsTopic}:1`),
  GetSMSAttributes: textSettings(),
  GetSMSSandboxAccountStatus: { xml: "<IsInSandbox>false</IsInSandbox>" },
  ListUsersInGroup: administrators({ Enabled: true, UserStatus: "CONFIRMED" }),
  GetUserPoolMfaConfig: { json: { MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true } } },
  GetQueueAttributes: waiting("0", "0"),
};

const answers: Answers = {};
let aws: Awaited<ReturnType<typeof startAws>>;
beforeAll(async () => {
  aws = await startAws(answers);
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_ENDPOINT_URL")) delete process.env[name];
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "eu-west-1" });
});
afterAll(() => aws.stop());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, well);
  aws.asked.length = 0;
});

async function asked(change: Answers = {}, stage: Stage = stages.prod) {
  Object.assign(answers, change);
  const cloud = askCloud(stage, today);
  try {
    return await answer(cloudChecks, cloud.asked);
  } finally {
    cloud.end();
  }
}
const missing = async (id: string, change: Answers, stage?: Stage): Promise<string | null> => {
  const one = (await asked(change, stage)).find((found) => found.id === id);
  return one?.answer === "missing" ? one.what : (one?.answer ?? null);
};

test("a stage that is deployed and looked after is well, and is only read", async () => {
  expect((await asked()).map(({ id, answer: said }) => `${id}: ${said}`)).toEqual(cloudChecks.map(({ id }) => `${id}: ok`));
  expect([...new Set(aws.asked.map(({ name }) => name))].filter((name) => !/^(Describe|Get|List|Query)/.test(name))).toEqual([]);
});

describe("what is missing is said", () => {
  const stack = (change: { account?: string; status?: string; drift?: string }) => ({ DescribeStacks: stackAnswer({ account, outputs, ...change }) });
  test.each<{ id: string; when: string; given: Answers; says: string }>([
    { id: "stack", when: "there is none", given: { DescribeStacks: noStack }, says: "The stack is not deployed with these credentials." },
    { id: "stack", when: "a deployment was taken back", given: stack({ status: "UPDATE_ROLLBACK_COMPLETE" }), says: "The stack is in state UPDATE_ROLLBACK_COMPLETE." },
    { id: "stack", when: "somebody changed it", given: stack({ drift: "DRIFTED" }), says: "Somebody has changed by hand what the stack had made." },
    { id: "stack", when: "it is another account's", given: stack({ account: "444455556666" }), says: "The credentials are of the account 444455556666, the stage names 333333333333." },
    {
      id: "tables",
      when: "one can be deleted",
      given: { DescribeTable: ({ TableName }) => tableOf({ DeletionProtectionEnabled: TableName !== "staff" }) },
      says: "The table staff can be deleted.",
    },
    { id: "tables", when: "one is being made", given: { DescribeTable: ({ TableName }) => tableOf(TableName === "hotline" ? { TableStatus: "CREATING" } : {}) }, says: "The table hotline is in state CREATING." },
    {
      id: "tables",
      when: "one keeps no way back",
      given: { DescribeContinuousBackups: ({ TableName }) => backupsOf(TableName === "messages" ? "DISABLED" : "ENABLED") },
      says: "The table messages cannot be restored to a minute.",
    },
    { id: "keys", when: "one table has none", given: { Query: keysBut(["staff"]) }, says: "The table staff has no wrapping key: nothing can be stored in it." },
    {
      id: "keys",
      when: "nobody has added any yet",
      given: { Query: keysBut(["registrations", "hotline", "staff"]) },
      says: "The table registrations has no wrapping key: nothing can be stored in it. The table hotline has no wrapping key: nothing can be stored in it. The table staff has no wrapping key: nothing can be stored in it.",
    },
    { id: "roster", when: "it is empty", given: { Query: keysBut([], () => ({ json: { Items: [] } })) }, says: "Nobody is on shift in the next seven days: nobody can be promised a call at a time." },
    { id: "roster", when: "its only counsellor is absent", given: { Query: keysBut([], rosterOf({ ...shift, absent: true })) }, says: "Nobody is on shift in the next seven days: nobody can be promised a call at a time." },
    { id: "roster", when: "it begins a week from today", given: { Query: keysBut([], rosterOf({ ...shift, date: "2026-11-30" })) }, says: "Nobody is on shift in the next seven days: nobody can be promised a call at a time." },
    { id: "operators", when: "nobody is subscribed", given: { ListSubscriptionsByTopic: { xml: "<Subscriptions/>" } }, says: "Nobody hears the alarms: no subscription of the operators' topic is confirmed." },
    { id: "operators", when: "nobody has confirmed", given: { ListSubscriptionsByTopic: subscribed("PendingConfirmation") }, says: "Nobody hears the alarms: no subscription of the operators' topic is confirmed." },
    {
      id: "text-settings",
      when: "SNS was never told",
      given: { GetSMSAttributes: { xml: "<attributes/>" } },
      says: "SNS does not log what became of texts with the stack's role (DeliveryStatusIAMRole). SNS does not log every text that arrived (DeliveryStatusSuccessSamplingRate). SNS stops texting at an unknown number of US dollars a month, below the 800 at which the alarm rings (MonthlySpendLimit).",
    },
    { id: "text-settings", when: "it may spend a dollar", given: { GetSMSAttributes: textSettings({ MonthlySpendLimit: "1" }) }, says: "SNS stops texting at 1 US dollars a month, below the 800 at which the alarm rings (MonthlySpendLimit)." },
    { id: "text-sandbox", when: "the account is new", given: { GetSMSSandboxAccountStatus: { xml: "<IsInSandbox>true</IsInSandbox>" } }, says: "The account is in the SMS sandbox: texts reach only numbers that were verified by hand." },
    { id: "administrator", when: "there is none", given: { ListUsersInGroup: administrators() }, says: "No administrator has an account they have signed in with." },
    {
      id: "administrator",
      when: "one is shut out and one has never signed in",
      given: { ListUsersInGroup: administrators({ Enabled: false, UserStatus: "CONFIRMED" }, { Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" }) },
      says: "No administrator has an account they have signed in with.",
    },
    { id: "second-factor", when: "it is left to each", given: { GetUserPoolMfaConfig: { json: { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } } } }, says: "A password alone lets staff in." },
    { id: "second-factor", when: "it is a text", given: { GetUserPoolMfaConfig: { json: { MfaConfiguration: "ON" } } }, says: "An authenticator app cannot be the second factor." },
    {
      id: "failures",
      when: "some wait, and one is being looked at",
      given: { GetQueueAttributes: ({ QueueUrl }) => (String(QueueUrl).endsWith("receipt-logs") ? waiting("2", "1") : waiting("0", "0")) },
      says: "In the queue of failures receipt-logs wait 3.",
    },
  ])("$id: $when", async ({ id, given, says }) => {
    expect(await missing(id, given)).toBe(says);
  });

  test("a stage that can be thrown away need not keep its tables from being deleted", async () => {
    const dev = { ...stages.dev, account };
    expect(await missing("tables", { DescribeTable: tableOf({ DeletionProtectionEnabled: false }) }, dev)).toBe("ok");
  });

  test("SNS is asked nothing where no text goes by it", async () => {
    const stage: Stage = { ...stages.prod, smsRoutes: [{ route: "http", perSecond: 5 }] };
    const refusal = { error: "AuthorizationError", status: 403 };
    expect(await missing("text-settings", { GetSMSAttributes: refusal, GetSMSSandboxAccountStatus: refusal }, stage)).toBe("ok");
    expect(await missing("text-sandbox", {}, stage)).toBe("ok");
  });
});

describe("what cannot be asked is said, and the rest goes on", () => {
  const refused: Reply = { error: "AccessDenied", status: 403 };
  const callsOf: Record<string, string> = {
    stack: "DescribeStacks",
    tables: "DescribeTable",
    operators: "ListSubscriptionsByTopic",
    "text-settings": "GetSMSAttributes",
    "text-sandbox": "GetSMSSandboxAccountStatus",
    administrator: "ListUsersInGroup",
    "second-factor": "GetUserPoolMfaConfig",
    failures: "GetQueueAttributes",
  };
  test.each(cloudChecks.map(({ id }) => id))("%s, when it may not be asked", async (id) => {
    const byKind: Record<string, Answers> = {
      keys: { Query: (input) => (isOfKeys(input) ? refused : keysBut([])(input)) },
      roster: { Query: (input) => (isOfKeys(input) ? keysBut([])(input) : refused) },
    };
    const found = await asked(byKind[id] ?? { [callsOf[id] ?? ""]: refused });
    expect(found.find((one) => one.id === id)).toMatchObject({ answer: "could not ask", because: "the credentials of this machine may not ask that" });
    // Only the stack knows the names of the others.
    if (id !== "stack") expect(found.filter((one) => one.answer !== "ok").map((one) => one.id)).toEqual([id]);
  });

  const unasked = async (change: Answers) => [...new Set((await asked(change)).map((one) => (one.answer === "could not ask" ? one.because : one.answer)))];

  test("before the first deployment nothing else can be", async () => {
    expect(await unasked({ DescribeStacks: noStack })).toEqual(["missing", "the stack is not deployed yet", "ok"]);
  });

  test("nor what an older version of the stack does not name", async () => {
    const { operatorsTopic: _, ...older } = outputs;
    expect(await unasked({ DescribeStacks: stackAnswer({ account, outputs: older }) })).toEqual(["ok", "the stack gives no output operatorsTopic: deploy it again"]);
  });

  test.each([
    { error: "ExpiredToken", says: "AWS does not take the credentials of this machine: sign in again" },
    { error: "Throttling", says: "AWS is asked too much at the moment: ask again" },
    { error: "SomethingNew", says: "it failed with SomethingNew" },
  ])("$error", async ({ error, says }) => {
    expect(await unasked({ ListSubscriptionsByTopic: { error } })).toEqual(["ok", says]);
  });

  test("a network that is away", async () => {
    expect(await unasked({ GetQueueAttributes: "cutOff" })).toEqual(["ok", "AWS does not answer: is this machine on the network?"]);
  });
});

describe("npm run doctor", () => {
  async function doctor(args: readonly string[], environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, ["--import", "tsx", "infra/operating/doctor.ts", ...args], { cwd: root, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (err += text.toString()));
    const [code] = await once(child, "close");
    return { code, out, err };
  }

  test("says what is missing and what to do, names nobody, and fails", async () => {
    Object.assign(answers, { ListUsersInGroup: administrators() });
    const { code, out, err } = await doctor(["--stage", "prod"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^The stage prod: \d+ of \d+ checks are well, \d+ miss something, 0 could not be asked\.\n/);
    expect(out).toContain("\n✗ account: The account 333333333333 is a placeholder.\n  Put the account's number into infra/stages.ts.\n");
    expect(out).toContain("\n✗ administrator: No administrator has an account they have signed in with.\n  Make an account");
    expect(out).not.toMatch(/an@example|Nguyễn/);
  });

  test("asks nobody when it is to stay offline, and says what was not asked", async () => {
    const { code, out } = await doctor(["--stage", "prod", "--offline"]);
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n").at(-1)).toBe(`Not asked, as it needs the cloud: ${cloudChecks.map(({ id }) => id).join(", ")}.`);
    expect(aws.asked).toEqual([]);
  });

  test("without credentials it says so for each check, and no trace of an error", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "none", AWS_SHARED_CREDENTIALS_FILE: "none" };
    const { out, err } = await doctor(["--stage", "prod"], none);
    expect(out.match(/Could not ask: this machine has no AWS credentials: sign in, or set AWS_PROFILE\./g)).toHaveLength(cloudChecks.length);
    expect(err).toBe("");
  });

  test("a stage nobody has is told in one sentence", async () => {
    const { code, out, err } = await doctor([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^no stage undefined: choose one of dev, staging, prod.*\n$/);
  });
});
