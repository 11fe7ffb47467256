import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, expect, test } from "vitest";
import { apiPaths } from "../../../shared/paths.ts";
import type { Receipt } from "../../../shared/registration/receipt.ts";
import { e164 } from "../../support/applications.ts";
import { beginDay } from "../../support/day-folder.ts";
import { postFromAddress } from "../../support/from-address.ts";
import { motherForSon, testPhone } from "../../support/people.ts";
import { routesInUse } from "../../support/routes-in-use.ts";
import { enginesOn, launch, until, withTablesOf, type Launched } from "../../support/service-process.ts";

const submissions = 500;
const kills = 6;
const atOnce = 4;

const base = mkdtempSync(join(tmpdir(), "duong-ve-crash-"));
const folder = join(base, "data");
let service: Launched | undefined;
afterAll(async () => {
  await service?.signal("SIGKILL");
  await until(() => enginesOn(base), (pids) => pids.length === 0);
  rmSync(base, { recursive: true, force: true });
});

/** Faster than a carrier allows: what is proven here is what survives, not how fast it leaves. */
const start = () => launch(folder, { SMS_ROUTES: JSON.stringify(routesInUse().map(({ route }) => ({ route, perSecond: 500 }))) });

/** The answer to one submission; null when the service died under it. The same key every time: pressed again, it is the same application. */
async function submit(origin: string, phone: string): Promise<Receipt | null> {
  const { applicant, ...rest } = motherForSon();
  const body = JSON.stringify({ ...rest, applicant: { ...applicant, phone } });
  try {
    // So many from one source would be asked for a proof of work.
    const address = `127.0.1.${1 + (Number(phone.slice(-3)) % 20)}`;
    const { status, text } = await postFromAddress(`${origin.replace("localhost", "127.0.0.1")}${apiPaths.registrations}`, { address, headers: { "content-type": "application/json", "idempotency-key": `key-of-${phone}-at-all` }, body });
    return status < 300 ? (JSON.parse(text) as Receipt) : null;
  } catch {
    return null;
  }
}

const forward = (origin: string, minutes: number) => fetch(`${origin}/clock`, { method: "POST", body: new URLSearchParams({ minutes: String(minutes) }), redirect: "manual" });
const unfinished = async (origin: string): Promise<number> => ((await (await fetch(`${origin}/reconcile.json`)).json()) as { count: number }[])[0]?.count ?? -1;

const messageRows = () =>
  withTablesOf(folder, async (endpoint, { messages }) => {
    const client = new DynamoDBClient({ endpoint, region: "ap-southeast-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } });
    const rows: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: messages, ConsistentRead: true })) rows.push(...Items.map((item) => unmarshall(item)));
    client.destroy();
    return rows.filter(({ sk }) => String(sk).startsWith("MESSAGE#"));
  });

test("killed with -9 again and again during 500 submissions: each that was acknowledged has its text once, or is in doubt and told to the desk", { timeout: 300_000 }, async () => {
  beginDay(folder);
  const waiting = Array.from({ length: submissions }, (_, n) => testPhone(n));
  const acknowledged = new Map<string, string>();
  for (let life = 0; life <= kills; life += 1) {
    service = start();
    const { origin } = await service.ready();
    const lastLife = life === kills;
    let died = false;
    const share = Math.ceil(submissions / (kills + 1));
    const lasts = lastLife ? null : setTimeout(() => {
      died = true;
      void service?.signal("SIGKILL");
    }, 150 + Math.random() * 4 * share);
    const worker = async (): Promise<void> => {
      for (let phone = waiting.shift(); phone !== undefined; phone = waiting.shift()) {
        const receipt = await submit(origin, phone);
        if (receipt) acknowledged.set(phone, receipt.reference);
        // No answer: whoever sent it will press again.
        else waiting.push(phone);
        if (died) return;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (lasts) {
      // All sent before the moment came: it still dies.
      clearTimeout(lasts);
      expect((await service.signal("SIGKILL")).signal).toBe("SIGKILL");
    }
  }
  expect(acknowledged.size).toBe(submissions);

  const { origin } = await (service ?? start()).ready();
  // Claims that a kill left open are looked at after five minutes.
  await forward(origin, 6);
  await until(async () => {
    await forward(origin, 1);
    return unfinished(origin);
  }, (count) => count === 0, 60_000);
  const { texts } = (await (await fetch(`${origin}/phone.json`)).json()) as { texts: { to: string }[] };
  expect((await service?.signal("SIGINT"))?.code).toBe(0);

  const rows = await messageRows();
  const arrived = (phone: string): number => texts.filter(({ to }) => to === e164(phone)).length;
  expect(rows).toHaveLength(submissions);
  const inDoubt = rows.filter(({ state }) => state === "inDoubt");
  const twice = [...acknowledged.keys()].filter((phone) => arrived(phone) > 1);
  const without = [...acknowledged.keys()].filter((phone) => arrived(phone) === 0);
  process.stdout.write(`500 submissions, ${kills} kills: ${submissions - without.length} texts arrived, ${inDoubt.length} in doubt (${without.length} of them never arrived), ${twice.length} arrived twice\n`);
  expect(twice).toEqual([]);
  // The guarantee: in doubt, not twice. Whoever got none is one of those the desk is told of.
  expect(without.length).toBeLessThanOrEqual(inDoubt.length);
  for (const { callInstead } of inDoubt) expect(callInstead).toBe("registration#00004");
  expect(rows.filter(({ state }) => state !== "inDoubt").every(({ state }) => state === "handed" || state === "delivered")).toBe(true);
  // At most what was under way at the moment of a kill.
  expect(inDoubt.length).toBeLessThanOrEqual(kills * 20);
});
