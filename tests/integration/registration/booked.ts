import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { sweep } from "../../../functions/messages/sweep.ts";
import { createBudgets, type Spending } from "../../../functions/platform/budget.ts";
import { createOutbox, subjectKey } from "../../../functions/platform/outbox.ts";
import { book } from "../../../functions/registration/appointments.ts";
import type { DirectoryDeps } from "../../../functions/registration/list-facilities.ts";
import type { OwnDeps } from "../../../functions/registration/own-data.ts";
import { createOwnStore } from "../../../functions/registration/own-store.ts";
import { createRightsStore } from "../../../functions/registration/rights-store.ts";
import { linkTokenOf, shortCodeOf, textTokenOf } from "../../../functions/registration/identify.ts";
import { createApp } from "../../../functions/registration/public/app.tsx";
import { subjectOf } from "../../../functions/registration/promised-text.ts";
import { createRegistrationStore } from "../../../functions/registration/store.ts";
import { beginKeys } from "../../../infra/local/begin-keys.ts";
import { createTables } from "../../../infra/local/engine.ts";
import type { AppointmentKind } from "../../../shared/appointment/appointment.ts";
import type { Language } from "../../../shared/language.ts";
import type { Way } from "../../../shared/messages/catalogue.ts";
import { apiPaths, appointmentPath, lookupPath, type AppointmentAct } from "../../../shared/paths.ts";
import { e164, newKey } from "../../support/applications.ts";
import { appAs } from "../../support/as-function.ts";
import { plainPost, type Page } from "../../support/form-walk.ts";
import { keeperOn, testRoot } from "../../support/keepers.ts";
import { openedRows } from "../../support/opened-rows.ts";
import { askIn, tokenIn } from "../../support/pages.ts";
import { motherForSon, testPhone, type ApplicationInput } from "../../support/people.ts";
import { messagesSeal, senderOn } from "../../support/sender.ts";
import { manyCodes, type Row, type Text, type World } from "../../support/world.ts";

/** An instant by the clock in Vietnam: "2026-11-23 14:30". */
export const inVietnam = (moment: string): Date => new Date(`${moment.replace(" ", "T")}:00+07:00`);
const anyHour = ["morning", "afternoon", "evening"] as const;
/** An address that says nothing of who has it. */
export const address = "Tầng 2, số 12 phố Thí Nghiệm";

export type Someone = { reference: string; phone: string };
export type Own = Someone & { id: string; /** From the status page. */ link: string; /** From a text. */ textLink: string; short: string };

/** The public door of a registration nobody has used yet, with its desk's verbs, on a world's engine, clock and phone. */
export async function openDoor(shared: World, way: Way = "link") {
  const run = randomUUID().slice(0, 8);
  const names = { ...shared.names, registrations: `registrations-${run}`, messages: `messages-${run}` };
  const raw = new DynamoDBClient({});
  await createTables(raw, { registrations: names.registrations, messages: names.messages });
  raw.destroy();
  await beginKeys(shared.client, { registrations: names.registrations }, { root: testRoot, now: new Date() });
  const { client, now, pause } = shared;
  const { log } = shared.deps;
  const keeper = keeperOn(client, names.registrations, "registrations");
  const deps: OwnDeps & DirectoryDeps & Spending = { ...shared.deps, rights: createRightsStore(client, names.registrations), own: createOwnStore(client, names.registrations, keeper), budgets: createBudgets(client, names.registrations, shared.deps.seal, manyCodes), store: createRegistrationStore(client, names.registrations, createOutbox(names.messages, messagesSeal), keeper), siteOrigin: "https://duongve.example", way };
  const app = appAs("registrationPublic", createApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));
  const sender = senderOn({ client, table: names.messages, routes: [shared.route], log, now, pause });
  let nextPhone = 0;
  const earlier = (await shared.texts()).length;
  const world = {
    rows: async (table: "registrations" | "messages"): Promise<Row[]> => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: names[table], ConsistentRead: true }));
      return table === "messages" ? (Items as Row[]) : openedRows(table, await keeperOn(client, names.registrations, "registrations").ring(), Items as Row[]);
    },
    sweep: () => sweep(sender),
    texts: async () => (await shared.texts()).slice(earlier),
  };
  const post = (path: string, fields: Iterable<[string, string]> = []): Promise<Page> => plainPost({ app }, path, fields);
  const get = async (path: string): Promise<Page> => {
    const answer = await app.request(path);
    return { status: answer.status, html: await answer.text(), headers: answer.headers, sealed: "", slug: "" };
  };

  /** A mother who has registered her son, on a phone of her own; texts are safe at any hour of the day. */
  async function someone(change: Partial<ApplicationInput> = {}, phone = testPhone((nextPhone += 1))): Promise<Someone> {
    const { applicant, ...rest } = motherForSon({ contact: { ...motherForSon().contact, hours: [...anyHour] }, ...change });
    if (!applicant) throw new Error("a mother applies for her son");
    const answer = await app.request(apiPaths.registrations, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": newKey() },
      body: JSON.stringify({ ...rest, applicant: { ...applicant, phone } }),
    });
    if (answer.status !== 201) throw new Error(`not received: ${answer.status} ${await answer.text()}`);
    return { reference: ((await answer.json()) as { reference: string }).reference, phone };
  }

  /** What the desk plans for somebody: an interview, unless a test is about something else. */
  async function booked(who: Someone, at: Date, { kind = "interview", language = "vi" }: { kind?: AppointmentKind; language?: Language } = {}): Promise<Own> {
    const { appointment } = await book(deps, { reference: who.reference, kind, at, ...(kind === "call" ? {} : { address }) });
    const ref = { reference: who.reference, id: appointment.id };
    const pathOf = (token: string) => appointmentPath(language, token, undefined, "g");
    return { ...who, id: appointment.id, link: pathOf(linkTokenOf(deps, ref)), textLink: pathOf(textTokenOf(deps, ref)), short: shortCodeOf(deps, ref) };
  }

  const rowsOf = async ({ reference }: Someone): Promise<Row[]> => (await world.rows("registrations")).filter(({ pk }) => pk === `APPLICATION#${reference}`);
  const messagesOf = async ({ reference }: Someone): Promise<Row[]> => {
    const rows = await world.rows("messages");
    return rows.filter(({ pk }) => pk === subjectKey("registration", subjectOf(deps, reference))).toSorted((a, b) => ([a.createdAt, a.dueAt].join(" ") < [b.createdAt, b.dueAt].join(" ") ? -1 : 1));
  };

  /** The status page, opened with a code that is asked for now: the phone must get it. */
  async function status(who: Someone, language: Language = "vi"): Promise<Page> {
    const pair: [string, string][] = [["reference", who.reference], ["phone", who.phone]];
    const asked = await post(lookupPath(language, "code"), pair);
    await world.sweep();
    const code = (await textsOf(who)).flatMap(({ body }) => /\b\d{6}\b/.exec(body) ?? []).at(-1) ?? "no code came";
    return post(lookupPath(language, "status"), [...pair, ["ask", askIn(asked.html)], ["code", code]]);
  }
  const textsOf = async ({ phone }: Someone): Promise<Text[]> => (await world.texts()).filter(({ to }) => to === e164(phone));

  return {
    ...world,
    deps,
    app,
    get,
    post,
    someone,
    booked,
    rowsOf,
    status,
    textsOf,
    messagesOf,
    application: async (who: Someone) => (await rowsOf(who)).find(({ sk }) => sk === "APPLICATION"),
    appointment: async (own: Own) => (await rowsOf(own)).find(({ sk }) => sk === `APPOINTMENT#${own.id}`),
    events: async (who: Someone) => (await rowsOf(who)).flatMap(({ sk, type, by }) => (sk.startsWith("EVENT#") ? [`${String(type)} by ${String(by)}`] : [])),
    /** Of each text about an application but its receipt: which it is, of a reminder when it is due in Vietnam, and why it was taken back. */
    promised: async (who: Someone) =>
      (await messagesOf(who))
        .filter(({ template }) => template !== "receipt" && template !== "code")
        .map(({ template, lane, dueAt, withdrawn }) => [template, ...(lane === "reminder" ? [localOf(String(dueAt))] : []), ...(withdrawn ? [withdrawn] : [])].join(" "))
        .toSorted(),
    withdraw: async (who: Someone): Promise<Page> => post(lookupPath("vi", "withdraw"), [["token", tokenIn((await status(who)).html)], ["confirmed", "yes"]]),
    /** What reached a phone once the sweep has been by, without codes. */
    received: async (who: Someone): Promise<string[]> => {
      await world.sweep();
      return (await textsOf(who)).map(({ body }) => body).filter((body) => !/Ma cua ban la|Your code is/.test(body));
    },
  };
}
export type Door = Awaited<ReturnType<typeof openDoor>>;

/** "23/11 14:30" by the clock in Vietnam. */
export function localOf(instant: string): string {
  const local = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
  return `${local.slice(8, 10)}/${local.slice(5, 7)} ${local.slice(11, 16)}`;
}

export const actPath = (link: string, act: AppointmentAct): string => `${link}/${appointmentPath("vi", "t", act).split("/").at(-1)}`;
export const tokenOf = (link: string): string => link.split("/").at(-1) ?? "";
