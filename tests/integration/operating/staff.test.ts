import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaffStore } from "../../../functions/staff/store.ts";
import { startAws, stackAnswer } from "../../support/aws-server.ts";
import { startWorld, type World } from "../../support/world.ts";

const root = join(import.meta.dirname, "../../..");
let world: World;
let aws: Awaited<ReturnType<typeof startAws>>;
beforeAll(async () => {
  world = await startWorld();
  aws = await startAws({ DescribeStacks: stackAnswer({ account: "333333333333", outputs: { staffTable: world.names.staff } }) });
});
afterAll(async () => {
  await aws.stop();
  await world.stop();
});

/** `npm run staff` itself. */
async function command(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "infra/operating/staff.ts", ...args], { cwd: root, env: { ...process.env, AWS_ENDPOINT_URL_CLOUDFORMATION: aws.url }, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  const [code] = await once(child, "close");
  return { code, out, err };
}

test("unlocks an account that was not used for long, and says of which ids there is none", async () => {
  const store = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  await store.enter({ staffId: "officer-1", name: "Cán bộ Mẫu (thử)", roles: [], tokenHash: "hash", at: "2026-01-01T00:00:00.000Z", sessionEndsAtSeconds: 9e9 });
  const ran = await command("unlock", "officer-1", "officer-2", "--stage", "prod");
  expect(ran).toEqual({ code: 1, out: "officer-1: unlocked, for 90 days\nofficer-2: nothing to unlock: never signed in under this id\n", err: "" });
  expect(Date.parse((await store.lastUse("officer-1")) ?? "")).toBeGreaterThan(Date.parse("2026-01-02"));
  expect(await store.lastUse("officer-2")).toBeNull();
});

test("says how it is asked, when it is asked in another way", async () => {
  const [nobody, nowhere] = await Promise.all([command("unlock", "--stage", "prod"), command("unlock", "officer-1", "--stage", "elsewhere")]);
  expect([nobody.code, nowhere.code]).toEqual([2, 2]);
  expect(nobody.err).toContain("npm run staff -- unlock <id> --stage");
  expect(nowhere.err).toContain("no stage elsewhere");
});
