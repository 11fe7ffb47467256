import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { book } from "../../functions/hotline/book.ts";
import { createDeskApp } from "../../functions/hotline/desk/app.tsx";
import type { DeskDeps } from "../../functions/hotline/desk/deps.ts";
import { callerKeyOf } from "../../functions/hotline/identify.ts";
import { putShift } from "../../functions/hotline/roster.ts";
import { createOwnTexts } from "../../functions/platform/own-texts.ts";
import { csrfOf } from "../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../functions/staff/session.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import type { CallbackRequest } from "../../shared/hotline/callback.ts";
import { callPath, listActPath, type CallAct } from "../../shared/hotline/desk-paths.ts";
import { csrfName } from "../../shared/staff/desk-form.ts";
import { e164 } from "./applications.ts";
import { appAs } from "./as-function.ts";
import { allRows, callRequest, hotlineOf, newKey, shiftOn } from "./hotline.ts";
import { testPhone } from "./people.ts";
import { demoPerson } from "./staff-sign-in.ts";
import { staffSeal } from "./staff-world.ts";
import type { World } from "./world.ts";

/** The phones of callers at the desk: 0900 000 400 to 0900 000 499. */
export const deskPhone = (n: number): string => e164(testPhone(400 + (n % 100)));

export type Counsellor = { cookie: string; csrf: string; staffId: string; name: string };
export type Page = { status: number; html: string; to: string; headers: Headers };
type Fields = Iterable<readonly [string, string]>;

/** The counsellors' desk on a world's tables and clock: the real app, for people with a session of their own. */
export function startDesk(world: World, secret?: string) {
  const sessions = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  const texts = createOwnTexts(world.client, world.names.messages, "hotline");
  const deps: DeskDeps = { ...hotlineOf(world, secret), sessions, staffSeal, texts };
  const app = appAs("hotlineDesk", createDeskApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));
  const pageOf = async (response: Response): Promise<Page> => ({ status: response.status, html: await response.text(), to: response.headers.get("location") ?? "", headers: response.headers });

  const get = async ({ cookie }: Pick<Counsellor, "cookie">, path: string, headers: Record<string, string> = {}): Promise<Page> => pageOf(await app.request(path, { headers: { cookie, ...headers } }));
  const post = async ({ cookie, csrf }: Pick<Counsellor, "cookie" | "csrf">, path: string, fields: Fields = [], headers: Record<string, string> = {}): Promise<Page> =>
    pageOf(
      await app.request(path, {
        method: "POST",
        headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin", ...headers },
        body: new URLSearchParams([[csrfName, csrf], ...[...fields].map(([name, value]): [string, string] => [name, value])]).toString(),
      }),
    );

  /** A demo person with a session of now: "An", "Bình", "Chi", "Dung". */
  const signIn = async (person: string): Promise<Counsellor> => {
    const { sub: staffId, name, roles } = demoPerson(person);
    const token = newToken();
    const at = world.now();
    await sessions.enter({ staffId, name, roles: [...roles], tokenHash: hashToken(staffSeal, token), at: at.toISOString(), sessionEndsAtSeconds: Math.floor(at.getTime() / 1_000) + sessionHours * 3_600 });
    return { cookie: `desk=${ticketOf(token, staffId)}`, csrf: csrfOf(staffSeal, { staffId, name, roles: [...roles] }), staffId, name };
  };

  /** Somebody asks to be rung; gives the key they are known by at the desk. */
  const ask = async (n: number, change: Partial<CallbackRequest> = {}): Promise<string> => {
    await book(deps, { request: callRequest({ phone: deskPhone(n), ...change }), idempotencyKey: newKey() });
    return callerKeyOf(deps, deskPhone(n));
  };
  const shift = (date: string, change: Parameters<typeof shiftOn>[1] = {}) => putShift(deps, shiftOn(date, { id: deps.ids.event(), ...change }));

  const leaseOf = async (key: string) => (await deps.store.findCaller(key))?.lease;
  const call = async (person: Counsellor, key: string, act: CallAct, fields: Fields = [], headers: Record<string, string> = {}): Promise<Page> =>
    post(person, callPath("vi", key, act), [["lease", (await leaseOf(key))?.id ?? ""], ...fields], headers);
  const take = (person: Counsellor, key: string): Promise<Page> => post(person, listActPath("vi", "take"), [["key", key]]);
  /** Takes a caller and has their number shown: on the phone. */
  const onPhone = async (person: Counsellor, key: string): Promise<Page> => {
    await take(person, key);
    return call(person, key, "ring");
  };
  return { world, app, deps, get, post, signIn, ask, shift, leaseOf, call, take, onPhone };
}
export type Desk = ReturnType<typeof startDesk>;

/** A hotline nobody has used yet, in the same tables. */
export async function emptyHotline(world: World): Promise<void> {
  const rows = await allRows(world, "hotline");
  for (let from = 0; from < rows.length; from += 25) {
    const requests = rows.slice(from, from + 25).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await world.client.send(new BatchWriteCommand({ RequestItems: { [world.names.hotline]: requests } }));
  }
}

/** The phone of every caller as it may appear in a page, written any way. */
export const numberShapes = (n: number): RegExp => new RegExp(deskPhone(n).slice(3).split("").join("[\\s.]?"));
