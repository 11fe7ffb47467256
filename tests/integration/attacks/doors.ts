import type { Hono } from "hono";
import { book } from "../../../functions/hotline/book.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { createMessageStore } from "../../../functions/messages/store.ts";
import { createReceiptsApp } from "../../../functions/messages/receipts/app.ts";
import { createFacility } from "../../../functions/registration/edit-facility.ts";
import { book as bookAppointment } from "../../../functions/registration/appointments.ts";
import { linkTokenOf } from "../../../functions/registration/identify.ts";
import { createExportStore } from "../../../functions/registration/export-store.ts";
import { createPapersApp } from "../../../functions/registration/papers/app.ts";
import { readFonts } from "../../../functions/registration/papers/fonts.ts";
import { createDeskApp as createRegistrationDesk } from "../../../functions/registration/desk/app.tsx";
import { createDeskApp as createHotlineDesk } from "../../../functions/hotline/desk/app.tsx";
import { createOwnTexts } from "../../../functions/platform/own-texts.ts";
import { csrfOf } from "../../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../../functions/staff/session.ts";
import { routeOf } from "../../../infra/local/gateway.ts";
import { routes } from "../../../infra/routes.ts";
import { callbackSteps } from "../../../shared/hotline/steps.ts";
import { seededFacilities } from "../../../shared/places/facilities.ts";
import { historyPath } from "../../../shared/registration/history-paths.ts";
import { firstStep } from "../../../shared/registration/steps.ts";
import { csrfName } from "../../../shared/staff/desk-form.ts";
import type { Role } from "../../../shared/staff/roles.ts";
import { secret, settingsOf } from "../../support/aggregator.ts";
import { received } from "../../support/applications.ts";
import { appAs } from "../../support/as-function.ts";
import { callRequest, newKey } from "../../support/hotline.ts";
import { officersDesk } from "../../support/officers.ts";
import { baDinh, motherForSon } from "../../support/people.ts";
import { staffSeal, startStaff } from "../../support/staff-world.ts";
import { startWorld, type Row } from "../../support/world.ts";

type DoorName = (typeof routes)[number]["function"];
/** Who may enter with a cookie: pages of the desks are nothing without. */
type Member = { staffId: string; cookie: string; csrf: string };
type App = Pick<Hono, "routes"> & { request: (path: string, init?: RequestInit) => Response | Promise<Response> };
type Door = { name: DoorName; app: App; member?: Member };
/** One route of an app, at an address that leads to something: `pattern` as the app names it, `path` as somebody asks for it. */
export type Way = { door: Door; method: "GET" | "POST"; pattern: string; path: string };

export const siteOrigin = "http://localhost";
export const ofOwnPage = { origin: siteOrigin, "sec-fetch-site": "same-origin" };
/** Sunday 22/11/2026, nine in the morning in Vietnam. */
const today = "2026-11-22T02:00:00.000Z";
const settings = { siteOrigin, assetsVersion: "test" };

/** Everything people, staff and machines can ask over HTTP, on one world: an application with an appointment, a call that is waited for, a facility. */
export async function openDoors() {
  const world = await startWorld({ at: today });
  const staff = await startStaff(world);
  const desk = officersDesk(world);
  const sessions = staff.deps.store;

  const { reference } = await received(world, motherForSon());
  const { appointment } = await bookAppointment(desk.deps, { reference, kind: "interview", at: new Date("2026-11-24T03:00:00.000Z"), address: "Tầng 2, số 12 phố Thí Nghiệm" });
  const call = await book(world.hotline.deps, { request: callRequest(), idempotencyKey: newKey() });
  const [facts] = seededFacilities;
  if (!facts) throw new Error("no facility to begin with");
  const facility = await createFacility(world.deps, { ...facts, name: "Nơi mẫu để thử" }, { staffId: "ha", name: "Hà (thử)" });

  const signedIn = async (staffId: string, roles: readonly Role[], unit?: string): Promise<Member> => {
    const member = { staffId, name: `${staffId} (thử)`, roles, ...(unit ? { unit } : {}) };
    const token = newToken();
    await sessions.enter({ ...member, roles: [...roles], tokenHash: hashToken(staffSeal, token), at: world.now().toISOString(), sessionEndsAtSeconds: Math.floor(world.now().getTime() / 1_000) + sessionHours * 3_600 });
    return { staffId, cookie: `desk=${ticketOf(token, staffId)}`, csrf: csrfOf(staffSeal, member) };
  };
  const officer = await signedIn("officer", ["communeOfficer", "administrator"], baDinh.communeCode);
  const counsellor = await signedIn("counsellor", ["counsellor", "hotlineManager"]);

  const hotlineDesk = { ...world.hotline.deps, sessions, staffSeal, texts: createOwnTexts(world.client, world.names.messages, "hotline") };
  const receipts = { store: createMessageStore(world.client, world.names.messages, world.deps.seal), log: world.deps.log, now: world.now };
  const doors: { [Name in DoorName]: Door & { name: Name } } = {
    registrationPublic: { name: "registrationPublic", app: world.app },
    hotlinePublic: { name: "hotlinePublic", app: world.hotline.app },
    registrationDesk: { name: "registrationDesk", app: appAs("registrationDesk", createRegistrationDesk(desk.deps, settings)), member: officer },
    registrationPapers: { name: "registrationPapers", app: appAs("registrationPapers", createPapersApp({ ...desk.deps, exports: createExportStore(world.client, world.names.registrations), fonts: readFonts() }, settings)), member: officer },
    hotlineDesk: { name: "hotlineDesk", app: appAs("hotlineDesk", createHotlineDesk(hotlineDesk, settings)), member: counsellor },
    staff: { name: "staff", app: staff.app, member: counsellor },
    messageReceipts: { name: "messageReceipts", app: appAs("messageReceipts", createReceiptsApp(receipts, settingsOf("https://texts.example"), secret)) },
  };

  /** What stands in an address for a name with a colon; one that is not here makes every test fail that looks at all ways. */
  const samples: readonly (readonly [pattern: string, sample: string])[] = [
    ["/lich-hen/g/:token", `/lich-hen/g/${linkTokenOf(world.deps, { reference, id: appointment.id })}`],
    ["/lich-hen/:token", `/lich-hen/${call.token}`],
    ["/dang-ky/:slug", `/dang-ky/${firstStep.slug}`],
    ["/new/:slug", `/new/${firstStep.slug}`],
    ["/hen-goi/:slug", `/hen-goi/${callbackSteps[0]?.slug}`],
    ["/tra-cuu/ly-lich/:slug", historyPath("vi", "self")],
    ["/call/:key", `/call/${callerKeyOf(world.hotline.deps, callRequest().phone)}`],
    ["/facilities/:province/:id/:move", `/facilities/${facility.provinceCode}/${facility.id}/publish`],
    ["/facilities/:province/:id", `/facilities/${facility.provinceCode}/${facility.id}`],
    ["/appointments/:id", `/appointments/${appointment.id}`],
    ["/:reference", `/${reference}`],
    // What is asked for only now and then: its way in is attacked all the same.
    ["/:id", "/khong-co"],
    ["/:what", "/register"],
    ["/*", "/khong-co"],
  ];
  function pathOf(pattern: string): string {
    const path = samples.reduce((filled, [name, sample]) => filled.replace(name, sample), pattern.replace(/(.)\/$/, "$1"));
    if (/[:*]/.test(path)) throw new Error(`no sample for ${path}`);
    return path;
  }

  /** Every way into every app: read off the apps, so that a new route is attacked too. */
  const waysOf = (door: Door): Way[] =>
    door.app.routes.flatMap(({ method, path: pattern }): Way[] => {
      const path = pathOf(pattern);
      // What only stands in front of all others leads nowhere by itself.
      if (method === "ALL" && routeOf(path)?.function !== door.name) return [];
      if (method !== "ALL" && method !== "GET" && method !== "POST") throw new Error(`no attack for ${method} ${pattern}`);
      return (["GET", "POST"] as const).filter((one) => method === "ALL" || method === one).map((one) => ({ door, method: one, pattern, path }));
    });
  const ways = [...new Map(Object.values(doors).flatMap(waysOf).map((way) => [nameOf(way), way])).values()];

  /** Asks as whoever may, with headers and a body of one's own; `as: null` is nobody. */
  const ask = (way: Pick<Way, "door" | "path"> & { method: string }, { headers = {}, body, as = way.door.member }: { headers?: Record<string, string>; body?: string; as?: Member | null } = {}) =>
    way.door.app.request(way.path, { method: way.method, headers: { ...(as ? { cookie: as.cookie } : {}), ...headers }, ...(way.method === "POST" ? { body: body ?? "" } : {}) });

  /** Posts a form as our own page does. */
  const post = (way: Way, fields: readonly (readonly [string, string])[] = [], headers: Record<string, string> = {}) => {
    const { member } = way.door;
    const body = new URLSearchParams([...(member ? [[csrfName, member.csrf]] : []), ...fields.map(([name, value]) => [name, value])]).toString();
    return ask(way, { headers: { "content-type": "application/x-www-form-urlencoded", ...ofOwnPage, ...headers }, body });
  };

  const rows = async (): Promise<Row[]> => (await Promise.all((["registrations", "hotline", "staff", "messages"] as const).map((table) => world.rows(table)))).flat();

  return {
    world,
    staff,
    doors,
    ways,
    ask,
    post,
    rows,
    signedIn,
    reference,
    desk,
    stop: async () => {
      await staff.stop();
      await world.stop();
    },
  };
}
export type Doors = Awaited<ReturnType<typeof openDoors>>;

export const gets = (ways: readonly Way[]): Way[] => ways.filter(({ method }) => method === "GET");
export const posts = (ways: readonly Way[]): Way[] => ways.filter(({ method }) => method === "POST");
export const nameOf = ({ method, pattern }: { method: string; pattern: string }): string => `${method} ${pattern}`;
/** A paper takes as long to draw as many pages to write: where it is not what a test is about, it is left out. */
export const isQuick = ({ pattern }: Pick<Way, "pattern">): boolean => !pattern.endsWith(".pdf");
/** Both languages are one app under two addresses: where each way is asked for many times, once is enough. */
export const inVietnamese = (ways: readonly Way[]): Way[] => ways.filter(({ pattern }) => !pattern.startsWith("/en/"));
/** The same for everybody, and kept for a while on the way; all else is somebody's own. */
export const isForAll = ({ pattern, method }: Pick<Way, "pattern" | "method">): boolean => method === "GET" && /^(\/en)?\/co-so$/.test(pattern);
