import { assert, type IAsyncProperty } from "fast-check";
import { book } from "../../../functions/hotline/book.ts";
import { createDeskApp } from "../../../functions/hotline/desk/app.tsx";
import type { DeskDeps } from "../../../functions/hotline/desk/deps.ts";
import { putShift } from "../../../functions/hotline/roster.ts";
import { hashToken, newToken, sessionHours, ticketOf } from "../../../functions/staff/session.ts";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { createStaffStore } from "../../../functions/staff/store.ts";
import type { CallbackReceipt, CallbackRequest } from "../../../shared/hotline/callback.ts";
import type { Shift } from "../../../shared/hotline/roster.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import { e164 } from "../../support/applications.ts";
import { appAs } from "../../support/as-function.ts";
import { callRequest, hotlineOf, newKey, shiftOn } from "../../support/hotline.ts";
import { valuesIn } from "../../support/pages.ts";
import { testPhone } from "../../support/people.ts";
import { demoPerson } from "../../support/staff-sign-in.ts";
import { staffSeal } from "../../support/staff-world.ts";
import { startWorld } from "../../support/world.ts";

/** As `holds` of the unit tests: the same values every time. */
export const holdsWhile = <T>(property: IAsyncProperty<T>, numRuns: number): Promise<void> => assert(property, { seed: 20_261_123, numRuns });

/** The phones of these callers: 0900 000 500 to 0900 000 599. */
export const rosterPhone = (n: number): string => e164(testPhone(500 + (n % 100)));
/** May not be texted: to be told of a closed time, they are rung. */
export const untextable = { mayText: "no", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon", "evening"] } as const;

export type Answer = { status: number; html: string; to: string };
export type Person = { cookie: string; csrf: string; staffId: string; name: string };

/** The desk as people use it: the real app on the world's tables and clock, signed in without the way through the issuer. */
export async function startRosterDesk(at: string) {
  const world = await startWorld({ at });
  const sessions = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  let deps: DeskDeps = { ...hotlineOf(world), sessions, staffSeal, texts: createOwnTexts(world.client, world.names.messages, "hotline") };
  const app = () => appAs("hotlineDesk", createDeskApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));

  const answerOf = async (response: Response): Promise<Answer> => ({ status: response.status, html: await response.text(), to: response.headers.get("location") ?? "" });
  const get = async (person: Person, path: string): Promise<Answer> => answerOf(await app().request(path, { headers: { cookie: person.cookie } }));
  const post = async (person: Person, path: string, fields: Iterable<readonly [string, string]>): Promise<Answer> =>
    answerOf(
      await app().request(path, {
        method: "POST",
        headers: { cookie: person.cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" },
        body: new URLSearchParams([[csrfName, person.csrf], ...[...fields].map(([name, value]): [string, string] => [name, value])]).toString(),
      }),
    );

  /** A demo person with a session of now: "An", "Bình", "Chi". */
  const signIn = async (name: string): Promise<Person> => {
    const { sub, name: shown, roles } = demoPerson(name);
    const token = newToken();
    const sessionEndsAtSeconds = Math.floor(world.now().getTime() / 1_000) + sessionHours * 3_600;
    await sessions.enter({ staffId: sub, name: shown, roles: [...roles], tokenHash: hashToken(staffSeal, token), at: world.now().toISOString(), sessionEndsAtSeconds });
    const person = { cookie: `desk=${ticketOf(token, sub)}`, csrf: "", staffId: sub, name: shown };
    const { html } = await get(person, "/desk/hotline/week");
    return { ...person, csrf: valuesIn(html, csrfName)[0] ?? "" };
  };

  const shift = (date: string, change: Partial<Shift> = {}): Promise<Shift> => putShift(deps, shiftOn(date, { id: deps.ids.event(), ...change }));
  const booking = async (n: number, change: Partial<CallbackRequest> = {}): Promise<CallbackReceipt> =>
    (await book(deps, { request: callRequest({ phone: rosterPhone(n), ...change }), idempotencyKey: newKey() })).receipt;
  const chosen = (n: number, slotId: string, change: Partial<CallbackRequest> = {}): Promise<CallbackReceipt> => booking(n, { way: "slot", slotId, ...change });

  /** Other people of the same phones, and days nobody has touched: each test begins anew in the same tables. */
  const anew = (secret: string): void => void (deps = { ...deps, seal: hotlineOf(world, secret).seal });

  return { world, deps: () => deps, replaceStore: (store: DeskDeps["store"]) => void (deps = { ...deps, store }), get, post, signIn, shift, booking, chosen, anew };
}
export type RosterDesk = Awaited<ReturnType<typeof startRosterDesk>>;
