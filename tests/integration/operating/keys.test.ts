import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, PutCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHotlineStore, type HotlineEvent } from "../../../functions/hotline/store.ts";
import { headText } from "../../../functions/platform/chain.ts";
import { addKey, createKeeper, learnedAfterMs, readKeys, type KeptArea, type WrappedKey } from "../../../functions/platform/keeper.ts";
import { createOutbox } from "../../../functions/platform/outbox.ts";
import { rootKeyOf, type RootKey } from "../../../functions/platform/root-key.ts";
import { createTableClient } from "../../../functions/platform/table.ts";
import { contentOf, headSchema, linkRowSchema } from "../../../functions/platform/trail.ts";
import { createCaseStore } from "../../../functions/registration/case-store.ts";
import { saveHistory } from "../../../functions/registration/save-history.ts";
import { applicationKey, createRegistrationStore } from "../../../functions/registration/store.ts";
import { submit } from "../../../functions/registration/submit.ts";
import { createTables } from "../../../infra/local/engine.ts";
import { countRows, resealOnce } from "../../../infra/operating/reseal.ts";
import { acts, type Kept } from "../../../infra/operating/wrapping-keys.ts";
import { applicationSchema } from "../../../shared/registration/application.ts";
import { newKey } from "../../support/applications.ts";
import { stackAnswer, startAws } from "../../support/aws-server.ts";
import { testRoot } from "../../support/keepers.ts";
import { createKms } from "../../support/kms-server.ts";
import { baDinh, himself, testPhone } from "../../support/people.ts";
import { messagesSeal } from "../../support/sender.ts";
import { startWorld, type World } from "../../support/world.ts";

const prod = { account: "333333333333" };
const arn = (area: KeptArea): string => `arn:aws:kms:ap-southeast-1:${prod.account}:key/${area}`;
/** Saturday 21/11/2026, 22:10 in Vietnam. */
const begun = Date.parse("2026-11-21T15:10:00.000Z");
const allAtOnce = 1_000_000;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Rows = Record<string, unknown>[];

/** A hotline and registrations with tables, clock and keys of their own; the functions on them know nothing of each other but the tables. */
async function empty(root: RootKey = testRoot) {
  const run = randomUUID().slice(0, 8);
  const names = { registrations: `registrations-${run}`, hotline: `hotline-${run}`, messages: `messages-${run}` };
  const raw = new DynamoDBClient({});
  await createTables(raw, names);
  raw.destroy();
  const { client } = world;
  let time = begun;
  const now = () => new Date(time);
  const keeperOf = (area: "registrations" | "hotline") => createKeeper(client, names[area], { area, root, now });
  const outbox = createOutbox(names.messages, messagesSeal);
  const said: string[] = [];
  const options = { now, perSecond: allAtOnce, dryRun: false, say: (line: string) => void said.push(line) };
  const keptOf = (area: "registrations" | "hotline"): Kept => ({ client, area, table: names[area], root: async () => root });
  const scan = async (area: "registrations" | "hotline"): Promise<Rows> => (await client.send(new ScanCommand({ TableName: names[area], ConsistentRead: true }))).Items ?? [];
  /** A function that has just started: it knows nothing yet. */
  const registrationFunction = () => {
    const keeper = keeperOf("registrations");
    return { deps: { ...world.deps, store: createRegistrationStore(client, names.registrations, outbox, keeper), now }, cases: createCaseStore(client, names.registrations, keeper) };
  };
  return {
    names,
    now,
    said,
    scan,
    keptOf,
    keeperOf,
    registrationFunction,
    hotlineFunction: () => createHotlineStore(client, names.hotline, outbox, keeperOf("hotline")),
    forward: (ms: number) => void (time += ms),
    /** As an operator does it. */
    act: async (what: "add" | "status" | "reseal", area: "registrations" | "hotline", change: Partial<typeof options> = {}): Promise<{ done: boolean; said: string[] }> => {
      said.length = 0;
      const act = acts[what];
      if (!act) throw new Error(what);
      return { done: await act(keptOf(area), { ...options, ...change }), said: [...said] };
    },
    counts: async (area: "registrations" | "hotline") => Object.fromEntries(await countRows(client, names[area])),
  };
}
type Empty = Awaited<ReturnType<typeof empty>>;

const event = (id: string, at: Date, note = "Ghi chú thử"): HotlineEvent => ({ id, at: at.toISOString(), type: "note", note });
const phoneOf = (n: number): string => `+84${testPhone(600 + n).slice(1)}`;

/** Names hold letters only. */
const nameOf = (n: number): string => `Nguyễn Văn Thử ${"a".repeat(n % 10)}b${"c".repeat(Math.floor(n / 10) % 20)}`;
/** Somebody who registers, with a history; gives the reference. */
async function registered({ deps }: ReturnType<Empty["registrationFunction"]>, n: number): Promise<string> {
  const application = applicationSchema.parse(himself());
  const { receipt } = await submit(deps, { application: { ...application, person: { ...application.person, fullName: nameOf(n) } }, idempotencyKey: newKey() });
  await saveHistory(deps, { reference: receipt.reference, part: "self", filled: { education: `${n % 12}/12` }, seen: 0 });
  return receipt.reference;
}
const opened = ({ cases }: ReturnType<Empty["registrationFunction"]>, reference: string) => cases.openCase(baDinh.communeCode, reference);
const lookedAt = (run: Empty): { id: string; type: "viewed"; by: "desk"; at: string } => ({ id: randomUUID(), type: "viewed", by: "desk", at: run.now().toISOString() });

/** Every chain's end is proven, and what it ends with is there. */
async function expectProven(run: Empty, area: "registrations" | "hotline"): Promise<number> {
  const [rows, ring] = [await run.scan(area), await run.keeperOf(area).ring()];
  const heads = rows.filter(({ sk }) => sk === "CHAIN");
  for (const row of heads) {
    const head = headSchema.parse(row);
    expect(ring.proves(head.proof, headText(head.chain, head))).toBe(true);
    const key = ring.open(head.key ?? { by: 0, wrapped: Buffer.alloc(0) });
    const links = linkRowSchema.array().parse(rows.filter(({ pk, sk, chain }) => pk === row.pk && chain === head.chain && sk !== "CHAIN"));
    expect(links.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(Array.from({ length: head.seq }, (_, n) => n + 1));
    for (const link of links) expect(contentOf(area, key, link)).toMatchObject({ type: expect.any(String) });
  }
  return heads.length;
}

describe("a newer wrapping key", () => {
  let run: Empty;
  beforeEach(async () => {
    run = await empty();
    await run.act("add", "registrations");
  });

  test("is made first for an empty table, and none beside one that was only just made", async () => {
    expect(run.said).toEqual(["registrations: key 1 was added, and is in use"]);
    expect(await run.act("add", "registrations")).toEqual({ done: true, said: ["registrations: key 1 has only just been added, for use from 2026-11-21 22:10 on; no other was added"] });
    expect(await readKeys(world.client, run.names.registrations)).toMatchObject([{ version: 1, from: new Date(begun).toISOString() }]);
  });

  test("is used for new people when every running function has had the time to learn of it, and not before", async () => {
    const running = run.registrationFunction();
    const before = await registered(running, 1);
    run.forward(86_400_000);
    expect(await run.act("add", "registrations")).toEqual({
      done: true,
      said: ["registrations: key 2 was added, for use from 2026-11-22 22:30 on: in 20 minutes every running function knows it. Then reseal"],
    });
    const meanwhile = [await registered(running, 2), await registered(run.registrationFunction(), 3)];
    run.forward(learnedAfterMs - 1);
    meanwhile.push(await registered(run.registrationFunction(), 4));
    run.forward(1);
    const after = [await registered(running, 5), await registered(run.registrationFunction(), 6)];
    const rows = await run.scan("registrations");
    const keysOf = (reference: string) => new Set(rows.filter(({ pk, sk, key }) => key && (pk === applicationKey(reference).pk || sk === `APPLICATION#${reference}`)).map(({ key }) => (key as WrappedKey).by));
    expect([before, ...meanwhile].map(keysOf)).toEqual(Array.from({ length: 4 }, () => new Set([1])));
    expect(after.map(keysOf)).toEqual([new Set([2]), new Set([2])]);
    for (const reference of [before, ...meanwhile, ...after]) for (const one of [running, run.registrationFunction()]) expect((await opened(one, reference))?.history).toMatchObject({ education: expect.any(String) });
    // An application, its line, its history and its chain.
    expect(await run.act("status", "registrations")).toEqual({
      done: true,
      said: ["registrations: key 1, from 2026-11-21 22:10, only opens: 16 rows", "registrations: key 2, from 2026-11-22 22:30, in use: 8 rows"],
    });
  });

  test("is not what rows are put under before its time", async () => {
    await registered(run.registrationFunction(), 1);
    run.forward(learnedAfterMs);
    await run.act("add", "registrations");
    expect(await run.act("reseal", "registrations")).toEqual({
      done: true,
      said: ["registrations: key 2 is used from 2026-11-21 22:50 on; till then the newest in use is key 1", "registrations: 0 of 0 rows: there is no key older than 1, which is in use"],
    });
    expect(await run.counts("registrations")).toEqual({ 1: 4 });
  });

  test("leaves the proofs of earlier chains as they are: the key before still proves them", async () => {
    await registered(run.registrationFunction(), 1);
    run.forward(learnedAfterMs);
    await run.act("add", "registrations");
    run.forward(learnedAfterMs);
    await run.act("reseal", "registrations");
    expect(await expectProven(run, "registrations")).toBe(1);
  });
});

describe("resealing", () => {
  /** People under key 1, and key 2 in use. */
  async function rotated(people: number) {
    const run = await empty();
    await run.act("add", "registrations");
    const first = run.registrationFunction();
    const references: string[] = [];
    for (let n = 0; n < people; n += 1) references.push(await registered(first, n));
    run.forward(learnedAfterMs);
    await run.act("add", "registrations");
    run.forward(learnedAfterMs);
    return { run, references };
  }
  const openedAll = async (run: Empty, references: readonly string[]) => Promise.all(references.map((reference) => opened(run.registrationFunction(), reference)));

  test("puts every row that was under the older key under the newer, touches nothing else, and all of it opens as before", async () => {
    const { run, references } = await rotated(6);
    const [was, rows] = [await openedAll(run, references), await run.scan("registrations")];
    expect(await run.act("reseal", "registrations", { dryRun: true })).toEqual({ done: false, said: ["registrations: 0 of 24 rows, 24 left under key 1"] });
    expect(await run.scan("registrations")).toEqual(rows);

    const { done, said } = await run.act("reseal", "registrations");
    expect([done, said.at(-1)]).toEqual([true, "registrations: 24 of 24 rows, 0 left under key 1"]);
    expect(said[0]).toMatch(/^registrations: \d+ of 24 rows$/);
    expect(await openedAll(run, references)).toEqual(was);
    const others = ({ key: _key, ...row }: Record<string, unknown>) => row;
    expect((await run.scan("registrations")).map(others)).toEqual(rows.map(others));
    const ring = await run.keeperOf("registrations").ring();
    const sealOf = (row: Record<string, unknown>) => ring.open(row.key as WrappedKey).seal;
    expect((await run.scan("registrations")).filter(({ key }) => key).map(sealOf)).toEqual(rows.filter(({ key }) => key).map(sealOf));
    expect(await run.act("reseal", "registrations")).toEqual({ done: true, said: ["registrations: 0 of 0 rows, 0 left under key 1"] });
  });

  test("stands in nobody's way: people read, write and begin anew meanwhile, and nothing is left behind", async () => {
    const { run, references } = await rotated(8);
    const others: string[] = [];
    let isOver = false;
    const until = async (work: (n: number) => Promise<void>): Promise<number> => {
      let n = 0;
      for (; !isOver; n += 1) await work(n);
      return n;
    };
    const [one, other] = [run.registrationFunction(), run.registrationFunction()];
    const at = (n: number): string => references[n % references.length] ?? "";
    const everybody = Promise.all([
      until(async (n) => void others.push(await registered(one, 100 + n))),
      until(async (n) => expect(await opened(other, at(n))).toMatchObject({ application: { person: { fullName: nameOf(n % references.length) } } })),
      until(async (n) => expect(await other.cases.look(baDinh.communeCode, at(n), lookedAt(run))).toBe(true)),
      until(async (n) => {
        const kept = await one.deps.store.findHistory(at(n));
        await saveHistory(one.deps, { reference: at(n), part: "self", filled: { education: `lần ${n}` }, seen: kept.self?.version ?? 0 });
      }),
    ]);
    // Slow enough for the others to be in between.
    const { said } = await run.act("reseal", "registrations", { perSecond: 100 }).finally(() => (isOver = true));
    const worked = await everybody;
    expect(Math.min(...worked)).toBeGreaterThan(0);
    expect(said.at(-1)).toMatch(/^registrations: \d+ of 32 rows, 0 left under key 1$/);
    // Whoever had read a key just before may have written it back since the count: the next run finds it.
    expect(await run.act("reseal", "registrations")).toMatchObject({ done: true });
    expect(await run.counts("registrations")).toEqual({ 2: 4 * (references.length + others.length) });
    expect((await openedAll(run, [...references, ...others])).every((found) => found?.history?.education)).toBe(true);
    expect(await expectProven(run, "registrations")).toBe(references.length + others.length);
  });

  test("does not touch what was changed since it was read: somebody forgotten, or another in their place", async () => {
    const { run } = await rotated(1);
    const ring = await run.keeperOf("registrations").ring();
    const rows = (await run.scan("registrations")).filter(({ key }) => key);
    const [gone, replaced] = rows as [Record<string, unknown>, Record<string, unknown>];
    const TableName = run.names.registrations;
    const another = ring.fresh().wrapped;
    const change = async (): Promise<void> => {
      await world.client.send(new DeleteCommand({ TableName, Key: { pk: gone.pk, sk: gone.sk } }));
      await world.client.send(new PutCommand({ TableName, Item: { ...replaced, key: { ...another, by: 1 } } }));
    };
    let changed: Promise<void> | undefined;
    const client = racing(() => (changed ??= change()));
    const resealed = await resealOnce(client, TableName, { ring, older: new Set([1]), perSecond: allAtOnce, tell: () => {} });
    expect(resealed).toBe(rows.length - 2);
    const after = await run.scan("registrations");
    expect(after.find(({ pk, sk }) => pk === gone.pk && sk === gone.sk)).toBeUndefined();
    expect(after.find(({ pk, sk }) => pk === replaced.pk && sk === replaced.sk)?.key).toEqual({ by: 1, wrapped: new Uint8Array(another.wrapped) });
  });

  /** The world's client, with something that happens before each change. */
  function racing(before: () => Promise<void>): typeof world.client {
    const racer = createTableClient();
    racer.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === "UpdateItemCommand") await before();
      return next(args);
    }, { step: "initialize" });
    return racer;
  }

  test("says which rows nobody can open, puts the others under the newer key, and goes on failing until that is put right", async () => {
    const { run, references } = await rotated(2);
    const TableName = run.names.registrations;
    const [unknown = "", damaged = ""] = references;
    const setKey = (reference: string, key: unknown) =>
      world.client.send(new UpdateCommand({ TableName, Key: applicationKey(reference), UpdateExpression: "SET #key = :key", ExpressionAttributeNames: { "#key": "key" }, ExpressionAttributeValues: { ":key": key } }));
    const keyOf = async (reference: string) => (await run.scan("registrations")).find(({ pk, sk }) => pk === applicationKey(reference).pk && sk === "APPLICATION")?.key as WrappedKey;
    const kept = await keyOf(unknown);
    await setKey(unknown, { ...kept, by: 9 });
    const { wrapped } = await keyOf(damaged);
    await setKey(damaged, { by: 1, wrapped: wrapped.map((byte, at) => (at === 30 ? byte ^ 1 : byte)) });

    const missing = 'registrations: 1 row under key 9, which the table does not have: they do not open. Bring its row KEYS back from a copy (infra/deploy.md, "Keys and secrets")';
    const { done, said } = await run.act("reseal", "registrations");
    expect({ done, said: said.slice(-3) }).toEqual({
      done: false,
      said: [
        "registrations: 6 of 7 rows, 1 left under key 1",
        'registrations: 1 row could not be put under key 2: run it again; what is left even then was damaged, and does not open (infra/deploy.md, "Keys and secrets")',
        missing,
      ],
    });
    expect(await run.act("status", "registrations")).toMatchObject({ done: false, said: expect.arrayContaining([missing]) });
    await expect(opened(run.registrationFunction(), unknown)).rejects.toMatchObject({ name: "KeyUnknown", message: "registrations has no wrapping key 9" });
    await expect(opened(run.registrationFunction(), damaged)).rejects.toThrow();
    // The row that stood under 9 was of a key that is still there: put right, it opens.
    await setKey(unknown, kept);
    expect(await opened(run.registrationFunction(), unknown)).toMatchObject({ reference: unknown });
  });
});

test("after any rotations, changes and runs that were cut off, everything opens; and in the end stands under one key", { timeout: 60_000 }, async () => {
  const person = fc.nat(5);
  const step = fc.oneof(
    fc.record({ does: fc.constantFrom("asks" as const, "tells" as const), who: person }),
    fc.record({ does: fc.constantFrom("addsKey" as const, "rotates" as const, "waits" as const, "reseals" as const, "startsAnew" as const) }),
    fc.record({ does: fc.constant("isCutOff" as const), after: fc.nat(6) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), async (steps) => {
      const run = await empty();
      await addKey(world.client, run.names.hotline, { area: "hotline", root: testRoot, now: run.now() });
      let store = run.hotlineFunction();
      const told = new Map<number, number>();
      const opensAll = async (): Promise<void> => {
        for (const [who, notes] of told) {
          expect(await store.findPhone(`caller-${who}`, run.now())).toBe(phoneOf(who));
          expect((await store.readEvents(`caller-${who}`, 100, run.now())).map(({ note }) => note)).toEqual(Array.from({ length: notes }, () => "Ghi chú thử"));
        }
      };
      for (const one of steps) {
        run.forward(1_000);
        switch (one.does) {
          case "asks":
            await store.write([{ what: "phone", callerKey: `caller-${one.who}`, phone: phoneOf(one.who) }], run.now());
            told.set(one.who, told.get(one.who) ?? 0);
            break;
          case "tells":
            await store.write([{ what: "event", callerKey: `caller-${one.who}`, event: event(randomUUID(), run.now()) }, { what: "phone", callerKey: `caller-${one.who}`, phone: phoneOf(one.who) }], run.now());
            told.set(one.who, (told.get(one.who) ?? 0) + 1);
            break;
          case "addsKey":
            await run.act("add", "hotline");
            break;
          case "rotates":
            await run.act("add", "hotline");
            run.forward(2 * learnedAfterMs);
            break;
          case "waits":
            run.forward(learnedAfterMs);
            break;
          case "startsAnew":
            store = run.hotlineFunction();
            break;
          case "reseals":
            expect((await run.act("reseal", "hotline")).done).toBe(true);
            break;
          case "isCutOff": {
            const ring = await run.keeperOf("hotline").ring();
            const older = new Set(Array.from({ length: ring.current - 1 }, (_, n) => n + 1));
            const tell = (done: number) => {
              if (done > one.after) throw new Error("cut off");
            };
            await resealOnce(world.client, run.names.hotline, { ring, older, perSecond: allAtOnce, tell }).catch(() => {});
          }
        }
        if (one.does === "reseals" || one.does === "isCutOff") await opensAll();
      }
      run.forward(2 * learnedAfterMs);
      expect((await run.act("reseal", "hotline")).done).toBe(true);
      const newest = (await readKeys(world.client, run.names.hotline)).at(-1)?.version;
      expect(await run.counts("hotline")).toEqual(told.size ? { [newest ?? 0]: 2 * told.size } : {});
      await opensAll();
      expect(await expectProven(run, "hotline")).toBe(told.size);
    }),
    { seed: 20_261_121, numRuns: 10 },
  );
});

describe("npm run keys", () => {
  const root = join(import.meta.dirname, "../../..");
  const kms = createKms(arn("registrations"), arn("hotline"), arn("staff"));
  let aws: Awaited<ReturnType<typeof startAws>>;
  const names = { registrations: `registrations-${randomUUID().slice(0, 8)}`, hotline: `hotline-${randomUUID().slice(0, 8)}`, staff: `staff-${randomUUID().slice(0, 8)}` };
  const before = process.env.AWS_ENDPOINT_URL_KMS;
  beforeAll(async () => {
    const outputs = Object.fromEntries(Object.entries(names).flatMap(([area, table]) => [[`${area}Table`, table], [`${area}RootKey`, `kms:${arn(area as KeptArea)}`]]));
    aws = await startAws({ DescribeStacks: stackAnswer({ account: prod.account, outputs }), ...kms.answers });
    process.env.AWS_ENDPOINT_URL_KMS = aws.url;
    const raw = new DynamoDBClient({});
    await createTables(raw, names);
    raw.destroy();
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_KMS;
    else process.env.AWS_ENDPOINT_URL_KMS = before;
    await aws.stop();
  });

  function start(...args: string[]) {
    const child = spawn(process.execPath, ["--import", "tsx", "infra/operating/keys.ts", ...args], { cwd: root, env: { ...process.env, AWS_ENDPOINT_URL_CLOUDFORMATION: aws.url, AWS_REGION: "eu-west-1" }, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (out += text.toString()));
    child.stderr.on("data", (text: Buffer) => (err += text.toString()));
    const ended = once(child, "close").then(([code]) => ({ code, out, err }));
    return { child, ended };
  }
  const keys = (...args: string[]) => start(...args).ended;

  test("gives every table its first key by its own root key, and what was sealed with it opens; cut off, a reseal is begun again", async () => {
    expect(await keys("status", "--stage", "prod")).toEqual({ code: 1, out: ["registrations", "hotline", "staff"].map((area) => `${area}: no key yet; nothing can be stored: npm run keys -- add\n`).join(""), err: "" });
    expect(await keys("add", "--stage", "prod")).toEqual({ code: 0, out: ["registrations", "hotline", "staff"].map((area) => `${area}: key 1 was added, and is in use\n`).join(""), err: "" });
    expect(aws.asked.filter(({ name }) => name === "Encrypt").map(({ input }) => [input.KeyId, input.EncryptionContext])).toEqual(
      (["registrations", "hotline", "staff"] as const).map((area) => [arn(area), { service: "duong-ve", area, version: "1" }]),
    );

    // An hour ago, so that a second key is in use now.
    const anHourAgo = new Date(Date.now() - 3_600_000);
    const rootKey = rootKeyOf(`kms:${arn("hotline")}`);
    const storeAt = (now: Date) => createHotlineStore(world.client, names.hotline, createOutbox("messages", messagesSeal), createKeeper(world.client, names.hotline, { area: "hotline", root: rootKey, now: () => now }));
    const people = Array.from({ length: 24 }, (_, n) => n);
    await Promise.all(people.map((n) => storeAt(anHourAgo).write([{ what: "phone", callerKey: `caller-${n}`, phone: phoneOf(n) }], anHourAgo)));
    await addKey(world.client, names.hotline, { area: "hotline", root: rootKey, now: anHourAgo });

    const cut = start("reseal", "--stage", "prod", "--table", "hotline", "--per-second", "1");
    await once(cut.child.stdout, "data");
    cut.child.kill("SIGKILL");
    await cut.ended;
    const left = await countRows(world.client, names.hotline);
    expect(left.get(1)).toBeGreaterThan(0);
    expect(left.get(2)).toBeGreaterThan(0);
    expect(await Promise.all(people.map((n) => storeAt(new Date()).findPhone(`caller-${n}`, new Date())))).toEqual(people.map(phoneOf));

    const { code, out, err } = await keys("reseal", "--stage", "prod", "--table", "hotline");
    expect([code, err, out.trimEnd().split("\n").at(-1)]).toEqual([0, "", `hotline: ${left.get(1)} of ${left.get(1)} rows, 0 left under key 1`]);
    expect(Object.fromEntries(await countRows(world.client, names.hotline))).toEqual({ 2: 48 });
    expect(await Promise.all(people.map((n) => storeAt(new Date()).findPhone(`caller-${n}`, new Date())))).toEqual(people.map(phoneOf));
  });

  test.each([
    [["turn", "--stage", "prod"], "say what to do: npm run keys -- add | status | reseal --stage … [--table …]"],
    [["reseal", "--stage", "prod", "--table", "messages"], "nothing is sealed in a table messages: choose one of registrations, hotline, staff with --table …"],
  ])("refuses %s in one sentence", async (args, says) => {
    expect(await keys(...args)).toEqual({ code: 2, out: "", err: `${says}\n` });
  });

  test("says in one sentence when the root key may not be used", async () => {
    kms.refuse("DisabledException");
    const said = await keys("reseal", "--stage", "prod", "--table", "hotline");
    kms.refuse(null);
    expect(said).toEqual({ code: 2, out: "", err: 'hotline: the key in KMS is disabled, or waits to be deleted: take that back (infra/deploy.md, "Keys and secrets")\n' });
  });
});
