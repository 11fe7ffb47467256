import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { erase } from "../../../functions/registration/erase.ts";
import { checkAudit } from "../../../infra/operating/audit-check.ts";
import type { Line } from "../../../infra/operating/audit-lines.ts";
import { readableBetween } from "../../../infra/operating/audit-looks.ts";
import { readAudit } from "../../../infra/operating/audit-rows.ts";
import { inMemory } from "../../support/audit.ts";
import { testRoot } from "../../support/keepers.ts";
import { dung, inVietnam, registrationDesk, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { startWorld, type World } from "../../support/world.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "duong-ve-audit-"));
const rootKey = join(folder, "root.key");

let world: World;
let desk: RegistrationDeskAtWork;
let references: string[];

/** Two families apply, one officer looks at both and receives one; of the third everything was forgotten. */
beforeAll(async () => {
  writeFileSync(rootKey, Buffer.alloc(32, "root of the tests").toString("base64url"));
  world = await startWorld();
  desk = registrationDesk(world);
  world.moveTo(inVietnam("2026-11-20 10:00"));
  const filed = [await desk.file(), await desk.file(), await desk.file()];
  references = filed.map(({ reference }) => reference);
  world.moveTo(inVietnam("2026-11-20 11:00"));
  await Promise.all(filed.map(({ reference }) => desk.open(dung, reference)));
  await desk.record(dung, references[0] ?? "", "receive", {});
  await erase({ erasing: desk.erasing, seal: world.deps.seal, log: world.deps.log, now: world.now }, { reference: references[2] ?? "", basis: "asked" });
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

async function linesNow(): Promise<Line[]> {
  const lines: Line[] = [];
  await readAudit(world.client, { registrations: world.names.registrations, hotline: world.names.hotline }, world.now(), (line) => lines.push(line));
  return lines;
}

async function run(command: string, ...args: string[]) {
  const { registrations, hotline, staff } = world.names;
  const env = { ...process.env, REGISTRATIONS_TABLE: registrations, HOTLINE_TABLE: hotline, STAFF_TABLE: staff };
  const child = spawn(process.execPath, ["--import", "tsx", `infra/operating/${command}.ts`, ...args], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const [code] = await once(child, "close");
  return { code, out, err };
}

test("what was written in a walk through registration and desk is exported to a file of its owner, and verifies without the tables", async () => {
  const file = join(folder, "audit.jsonl");
  expect(await run("audit-export", "--out", file)).toMatchObject({ code: 0, err: "" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const said = readFileSync(file, "utf8");
  expect(said).not.toContain("lookedAt");
  expect(said).not.toContain(dung.name);

  // The staff's table keeps keys and no chain: its root key is not asked for.
  expect(said).toContain('"what":"key","area":"staff"');
  const roots = ["registrations", "hotline"].flatMap((area) => ["--root-key", `${area}=file:${rootKey}`]);
  const [again, verified, keyless] = await Promise.all([run("audit-export", "--out", file), run("audit-verify", file, ...roots), run("audit-verify", file, "--root-key", `file:${rootKey}.other`)]);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("writes over nothing") });
  expect(verified).toMatchObject({ code: 0, err: "", out: expect.stringContaining("✓ No link is broken.") });
  expect(verified.out).toContain("3 people");
  expect(verified.out).toContain("1 people lawfully forgotten");
  expect(keyless).toMatchObject({ code: 2, err: `there is no file ${rootKey}.other\n` });

  writeFileSync(file, said.split("\n").filter((line) => !line.includes('"seq":2,')).join("\n").replace(/"rows":(\d+)/, (_, rows) => `"rows":${Number(rows) - said.split('"seq":2,').length + 1}`));
  const broken = await run("audit-verify", file);
  expect(broken).toMatchObject({ code: 1, out: expect.stringMatching(/✗ First broken: registrations, chain [\w-]{16}, link 2: this link is missing\./) });
});

test("who looked at whom between two moments is told by ids, and by name only where asked for", async () => {
  const told = async (from: string, to: string, names: boolean) => {
    const readable = readableBetween(inVietnam(from), inVietnam(to), { names });
    for (const line of await linesNow()) readable.take(line);
    return readable.told(() => testRoot);
  };
  const looks = (await told("2026-11-20 10:30", "2026-11-20 12:00", false)).filter(({ type }) => type === "lookedAt" || type === "viewed");
  expect(new Set(looks.map(({ person }) => person))).toEqual(new Set(references.slice(0, 2).map((reference) => `APPLICATION#${reference}`)));
  expect(looks.every(({ staffId, area }) => staffId === dung.staffId && area === "registrations")).toBe(true);
  expect(JSON.stringify(looks)).not.toContain(dung.name);
  expect(JSON.stringify(await told("2026-11-20 10:30", "2026-11-20 12:00", true))).toContain(dung.name);
  expect((await told("2026-11-20 09:00", "2026-11-20 10:30", false)).map(({ type }) => type).toSorted()).toEqual(["forgotten", "submitted", "submitted"]);
});

test("an event that somebody took out of the table is missed, with its number", async () => {
  const lines = await linesNow();
  expect(await checkAudit(inMemory(lines), { rootOf: () => testRoot })).toMatchObject({ faults: 0, people: 3, erased: 1 });
  const gone = lines.find((line) => line.what === "event" && line.pk === `APPLICATION#${references[1]}` && line.seq === 1);
  if (gone?.what !== "event") throw new Error("it was written");
  await world.client.send(new DeleteCommand({ TableName: world.names.registrations, Key: { pk: gone.pk, sk: gone.sk } }));
  expect((await checkAudit(inMemory(await linesNow()), { rootOf: () => testRoot })).first).toEqual({ area: "registrations", chain: gone.chain, seq: 1, because: "this link is missing" });
});
