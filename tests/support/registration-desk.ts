import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { subjectOf } from "../../functions/registration/promised-text.ts";
import { entryKey, applicationKey } from "../../functions/registration/store.ts";
import { csrfOf } from "../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../functions/staff/session.ts";
import { instantOf } from "../../shared/calendar/local-time.ts";
import { lookupPath } from "../../shared/paths.ts";
import { askIn } from "./pages.ts";
import { actFields, type Act, type ActFacts } from "../../shared/registration/acts.ts";
import { unitOf, type Case } from "../../shared/registration/case.ts";
import { actPath, casePath } from "../../shared/registration/desk-paths.ts";
import type { ApplicationState } from "../../shared/registration/state.ts";
import type { Role } from "../../shared/staff/roles.ts";
import { e164, received } from "./applications.ts";
import { officersDesk, type DeskPage } from "./officers.ts";
import { baDinh, himself, testPhone, type ApplicationInput } from "./people.ts";
import { demoPerson } from "./staff-sign-in.ts";
import { staffSeal } from "./staff-world.ts";
import type { World } from "./world.ts";

/** Somebody of the staff, before they sign in. */
export type Who = { staffId: string; name: string; roles: readonly Role[]; unit?: string };
type Fields = readonly (readonly [string, string])[];

function demo(person: string, change: Partial<Who> = {}): Who {
  const { sub: staffId, ...found } = demoPerson(person);
  return { staffId, name: found.name, roles: found.roles, ...("unit" in found ? { unit: found.unit } : {}), ...change };
}

/** The officer of Ba Đình, and a second one in the same office; that of another commune; the supervisor of Hà Nội; the administrator; a counsellor. */
export const dung = demo("Dung");
export const binh = demo("Bình", { roles: ["communeOfficer"], unit: baDinh.communeCode });
export const lam = demo("Lam");
export const giang = demo("Giang");
export const ha = demo("Hà");
export const an = demo("An");
export const officerOf = (unit: string): Who => ({ staffId: `officer-${unit}`, name: `Cán bộ ${unit} (thử)`, roles: ["communeOfficer"], unit });
export const supervisorOf = (unit: string): Who => ({ staffId: `supervisor-${unit}`, name: `Giám sát ${unit} (thử)`, roles: ["provinceSupervisor"], unit });

/** "2026-11-23 09:00" by the clock in Vietnam. */
export function inVietnam(local: string): string {
  const [day = "", hour = "", minute = ""] = local.split(/[ :]/);
  return instantOf(day, Number(hour), Number(minute)).toISOString();
}

/** The three boxes of a day. */
export function dayFields(name: string, day: string): Fields {
  const [year = "", month = "", date = ""] = day.split("-");
  return [[`${name}.day`, String(Number(date))], [`${name}.month`, String(Number(month))], [`${name}.year`, year]];
}

/** What an officer types to give these facts of an act. */
export const typedFacts = <A extends Act>(act: A, facts: ActFacts[A]): Fields =>
  actFields[act].flatMap(({ name, kind }): Fields => {
    const value: unknown = new Map(Object.entries(facts)).get(name);
    if (value === undefined) return [];
    return kind === "day" ? dayFields(name, String(value)) : [[name, Array.isArray(value) ? value.join("\n") : String(value)]];
  });

/** Somebody whose application is at the desk. */
export type Filed = { reference: string; phone: string; number: string; application: ApplicationInput };
export type Acted = DeskPage & { line: string };

const lineIn = (html: string): string => /<output[^>]*>(.*?)<\/output>/s.exec(html)?.[1] ?? "";

/** The registrations' desk as its people use it: applications come in by the public door, each step is a page that is opened and a form that is sent. */
export function registrationDesk(world: World) {
  const desk = officersDesk(world);
  const { cases, deps, erased, erasing } = desk;
  let filed = 0;
  let askers = 0;

  const signIn = async ({ staffId, name, roles, unit }: Who) => {
    const token = newToken();
    const at = world.now();
    const member = { staffId, name, roles: [...roles], ...(unit ? { unit } : {}) };
    await deps.sessions.enter({ ...member, tokenHash: hashToken(staffSeal, token), at: at.toISOString(), sessionEndsAtSeconds: Math.floor(at.getTime() / 1_000) + sessionHours * 3_600 });
    return { staffId, name, cookie: `desk=${ticketOf(token, staffId)}`, csrf: csrfOf(staffSeal, member) };
  };
  const get = async (who: Who, path: string): Promise<DeskPage> => desk.get(await signIn(who), path);
  const post = async (who: Who, path: string, fields: Fields = []): Promise<DeskPage> => desk.post(await signIn(who), path, fields);

  /** An application for oneself in a commune of Hà Nội, sent now; everybody has a phone and a paper of their own. */
  const file = async (change: Partial<ApplicationInput> = {}, communeCode = baDinh.communeCode): Promise<Filed> => {
    filed += 1;
    const identity = { kind: "idNumber" as const, number: `001098${String(filed).padStart(6, "0")}` };
    const base = himself();
    const application = { ...base, person: { ...base.person, phone: testPhone(filed), identity, residence: { kind: "settled" as const, provinceCode: "01", communeCode } }, ...change };
    const phone = application.applicant?.phone ?? application.person.phone ?? "";
    return { reference: (await received(world, application)).reference, phone, number: application.person.identity.number, application };
  };
  /** An application with a determination that is recent, so that it can be decided on. */
  const fileDetermined = (issuedOn: string, communeCode?: string): Promise<Filed> => file({ determination: { kind: "paper", issuedOn } }, communeCode);

  const caseOf = async (reference: string): Promise<Case> => {
    const office = await cases.officeOf(reference);
    const opened = office && (await cases.openCase(unitOf(office), reference));
    if (!opened) throw new Error(`no application ${reference}`);
    return opened;
  };
  const open = (who: Who, reference: string): Promise<DeskPage> => get(who, casePath("vi", reference));

  /** Sends an act's form as it stands now, or as it was at a version. */
  const send = async (who: Who, reference: string, act: Act, fields: Fields, version?: number): Promise<DeskPage> =>
    post(who, actPath("vi", reference, act), [["version", String(version ?? (await caseOf(reference)).version)], ...fields]);
  /** Records an act and opens the page it leads to, with the line that says what came of it. */
  const record = async <A extends Act>(who: Who, reference: string, act: A, facts: ActFacts[A]): Promise<Acted> => {
    const sent = await send(who, reference, act, typedFacts(act, facts));
    if (sent.status !== 303) return { ...sent, line: "" };
    const page = await get(who, sent.to);
    return { ...page, to: sent.to, line: lineIn(page.html) };
  };

  const rowsOf = async (reference: string) => (await world.rows("registrations")).filter(({ pk }) => pk === `APPLICATION#${reference}`);
  /** What has happened to an application beside looks, as it is kept. */
  const happened = async (reference: string) => (await caseOf(reference)).events.filter(({ type }) => type !== "lookedAt");
  const looks = async (reference: string) => (await rowsOf(reference)).filter(({ type }) => type === "lookedAt");
  /** The offices at whose desk an application stands: always one. */
  const linesOf = async (reference: string) => (await world.rows("registrations")).filter(({ pk, sk }) => pk.startsWith("OFFICE#") && sk === `APPLICATION#${reference}`);
  /** The texts promised about an application, by template; `news ended` for one that was taken back. */
  const promised = async (reference: string): Promise<string[]> => {
    const subject = subjectOf(deps, reference);
    const rows = (await world.rows("messages")).filter((row) => row.subject === subject && row.template !== "code");
    return rows.toSorted((a, b) => (String(a.createdAt) < String(b.createdAt) ? -1 : 1)).map(({ template, withdrawn }) => [template, withdrawn].filter(Boolean).join(" "));
  };

  /** What the family sees when it looks its application up, with a code that is asked for now. */
  const status = async ({ reference, phone }: Pick<Filed, "reference" | "phone">): Promise<string> => {
    const pair: [string, string][] = [["reference", reference], ["phone", phone]];
    // One asker waits half a minute between two codes: each time it is another.
    askers += 1;
    const asked = await (await world.post(lookupPath("vi", "code"), pair, { "x-forwarded-for": `198.51.100.${askers % 250}, 130.176.0.1` })).text();
    await world.sweep();
    const codes = (await world.texts()).filter(({ to }) => to === e164(phone)).flatMap(({ body }) => /\b\d{6}\b/.exec(body) ?? []);
    const answer = await world.post(lookupPath("vi", "status"), [...pair, ["ask", askIn(asked)], ["code", codes.at(-1) ?? "no code came"]]);
    return answer.text();
  };

  /** Puts an application into a state without the acts that lead there, for what must be refused wherever it is. */
  const force = async (reference: string, state: ApplicationState): Promise<void> => {
    const { office } = await caseOf(reference);
    for (const Key of [applicationKey(reference), entryKey(unitOf(office), reference)])
      await world.client.send(new UpdateCommand({ TableName: world.names.registrations, Key, UpdateExpression: "SET #state = :state", ExpressionAttributeNames: { "#state": "state" }, ExpressionAttributeValues: { ":state": state } }));
  };

  return { world, deps, cases, erased, erasing, signIn, get, post, file, fileDetermined, caseOf, open, send, record, rowsOf, happened, looks, linesOf, promised, status, force };
}
export type RegistrationDeskAtWork = ReturnType<typeof registrationDesk>;

/** One section of an application's page, by its id. */
export const partIn = (html: string, id: string): string => new RegExp(`<section class="part" aria-labelledby="${id}">.*?</section>`, "s").exec(html)?.[0] ?? "";
