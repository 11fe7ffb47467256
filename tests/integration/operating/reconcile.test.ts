import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyMessages } from "../../support/sender.ts";
import { startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  // The command goes by the wall clock.
  world = await startWorld({ at: new Date().toISOString() });
});
afterAll(() => world.stop());

async function reconcile(table: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "infra/operating/reconcile.ts"], { cwd: join(import.meta.dirname, "../../.."), env: { ...process.env, MESSAGES_TABLE: table }, stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  const [code] = await once(child, "close");
  return { code, out };
}

test("promised texts without an outcome are counted by how late they are, and fail the command", async () => {
  const on = await emptyMessages(world);
  await on.promisedAll([-1, -6, -20, -300].map((minutes) => ({ dueAt: on.later(minutes * 60_000) })));
  const out = "Promised texts without an outcome: 3\n  due more than 5 min ago: 3\n  due more than 15 min ago: 2\n  due more than 1 h ago: 1\n  due more than 4 h ago: 1\n";
  expect(await reconcile(on.table)).toEqual({ code: 1, out });
});

test("a table of which nothing is late is well", async () => {
  expect(await reconcile((await emptyMessages(world)).table)).toEqual({ code: 0, out: "Promised texts without an outcome: 0\n" });
});
