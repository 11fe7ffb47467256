import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access, type FunctionName } from "../../infra/access.ts";
import { appAs, runAs } from "../support/as-function.ts";
import { startDesk } from "../support/hotline-desk.ts";
import { officersDesk } from "../support/officers.ts";
import { startStaff, type Staff } from "../support/staff-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let staff: Staff;
beforeAll(async () => {
  world = await startWorld();
  staff = await startStaff(world);
});
afterAll(async () => {
  await staff.stop();
  await world.stop();
});

type Command = GetCommand | QueryCommand | UpdateCommand | TransactWriteCommand;
const answerTo = (name: FunctionName, command: Command): Promise<string> => runAs(name, () => world.client.send(command as GetCommand)).then(() => "answered", (thrown: Error) => thrown.name);
const table = () => world.names.registrations;
const application = { pk: "APPLICATION#K7M4Q9TX", sk: "APPLICATION" };
const line = { pk: "OFFICE#00004", sk: "APPLICATION#K7M4Q9TX" };

describe("who stands for a function", () => {
  test("reads what its lines of infra/access.ts name, and nothing else", async () => {
    const read = () => new GetCommand({ TableName: table(), Key: application });
    expect(await answerTo("registrationPublic", read())).toBe("answered");
    for (const name of ["hotlinePublic", "hotlineDesk", "staff", "messageSweep", "upkeep"] as const) expect(await answerTo(name, read()), name).toBe("AccessDeniedException");
    expect((await world.client.send(read())).Item).toBeUndefined();
  });

  test("searches only there, by a table's key and by an index's", async () => {
    const search = (index: string | undefined, key: string) =>
      new QueryCommand({ TableName: world.names.hotline, ...(index ? { IndexName: index } : {}), KeyConditionExpression: `${index ?? "pk"} = :key`, ExpressionAttributeValues: { ":key": key } });
    expect(await answerTo("hotlineDesk", search("queue", "RING"))).toBe("answered");
    expect(await answerTo("hotlineDesk", search("queue", "ELSE"))).toBe("AccessDeniedException");
    expect(await answerTo("hotlinePublic", search("queue", "RING"))).toBe("AccessDeniedException");
    expect(await answerTo("hotlinePublic", search(undefined, "CALLER#hash"))).toBe("AccessDeniedException");
  });

  test("changes only the fields that are named, and is shown nothing where it is blind", async () => {
    const change = (field: string, more = {}) =>
      new UpdateCommand({ TableName: table(), Key: line, UpdateExpression: "SET #field = :value", ExpressionAttributeNames: { "#field": field }, ExpressionAttributeValues: { ":value": "received" }, ...more });
    expect(await answerTo("registrationPublic", change("state"))).toBe("answered");
    expect(await answerTo("registrationPublic", change("hint"))).toBe("AccessDeniedException");
    expect(await answerTo("registrationPublic", change("state", { ConditionExpression: "hint = :value" }))).toBe("AccessDeniedException");
    expect(await answerTo("registrationPublic", change("state", { ReturnValues: "ALL_OLD" }))).toBe("AccessDeniedException");
  });

  test("writes nothing of a transaction when one part of it is not its own", async () => {
    const parts = [{ Put: { TableName: table(), Item: application } }, { ConditionCheck: { TableName: table(), Key: line, ConditionExpression: "attribute_exists(pk)" } }];
    expect(await answerTo("registrationPublic", new TransactWriteCommand({ TransactItems: parts }))).toBe("AccessDeniedException");
    expect(await answerTo("registrationDesk", new TransactWriteCommand({ TransactItems: parts }))).toBe("answered");
  });

  test("stands for it until it has answered, and others meanwhile stand for theirs", async () => {
    await world.client.send(new PutCommand({ TableName: table(), Item: application }));
    const read = async (name: FunctionName) => {
      const app = appAs(name, new Hono().get("/", async (c) => c.text(String((await world.client.send(new GetCommand({ TableName: table(), Key: application }))).Item?.sk))));
      app.onError((thrown, c) => c.text(thrown.name, 500));
      return (await app.request("/")).text();
    };
    expect(await Promise.all([read("registrationPublic"), read("hotlinePublic"), read("registrationDesk")])).toEqual(["APPLICATION", "AccessDeniedException", "APPLICATION"]);
  });
});

describe("without its lines in infra/access.ts, an app of the tests fails:", () => {
  const statusAt = async (answer: Response | Promise<Response>): Promise<number> => (await answer).status;
  test.each<[FunctionName, () => Promise<number>]>([
    ["registrationPublic", () => statusAt(world.app.request("/co-so?province=01"))],
    ["hotlinePublic", () => statusAt(world.hotline.app.request("/api/callbacks/slots"))],
    ["registrationDesk", async () => (await officersDesk(world).get(await officersDesk(world).signIn(), "/desk/registrations")).status],
    ["hotlineDesk", async () => (await startDesk(world).get(await startDesk(world).signIn("An"), "/desk/hotline")).status],
    ["staff", async () => statusAt(staff.request("/desk", { headers: { cookie: (await startDesk(world).signIn("An")).cookie } }))],
  ])("%s", async (name, ask) => {
    const grants = access[name];
    expect([200, 303]).toContain(await ask());
    Object.assign(access, { [name]: [] });
    try {
      expect(await ask()).toBe(500);
    } finally {
      Object.assign(access, { [name]: grants });
    }
  });
});
