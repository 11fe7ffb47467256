import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callbackSteps } from "../../../shared/hotline/steps.ts";
import { callbackPath, stepPath } from "../../../shared/paths.ts";
import { historyParts } from "../../../shared/registration/history.ts";
import { firstStep, steps, submitSlug } from "../../../shared/registration/steps.ts";
import { words } from "../../../web/words/words.ts";
import { received } from "../../support/applications.ts";
import { typedInto } from "../../support/form-fields.ts";
import { plainPost, withSealed } from "../../support/form-walk.ts";
import { callRequest, newKey } from "../../support/hotline.ts";
import { actionIn, referenceIn, sealedIn } from "../../support/pages.ts";
import { baDinh, motherForSon, testPhone, type ApplicationInput } from "../../support/people.ts";
import { inVietnamese, nameOf, openDoors, posts, type Doors, type Way } from "./doors.ts";

/** Attacks by the names of fields: what nobody asked for, and names that mean something to the language itself. */

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());

const mark = "mark-5f2c";
/** What a row says of itself, of its owner and of who may do what: nobody outside may say it. */
const privileged: Readonly<Record<string, unknown>> = {
  state: "completed",
  reference: "AAAAAAAA",
  office: { communeCode: "26740" },
  unit: "26740",
  version: 99,
  roles: ["administrator"],
  staffId: mark,
  staff: { staffId: "officer", name: mark },
  by: "desk",
  receivedAt: "2020-01-01T00:00:00.000Z",
  decision: { dueOn: "2030-01-01" },
  regime: "R1",
  id: mark,
  callerKey: mark,
  pk: mark,
  sk: mark,
  idempotencyKey: mark,
  assisted: { staff: { staffId: "x", name: mark } },
  source: mark,
  events: [],
  appointments: [],
  textsStopped: true,
  lease: { staffId: mark },
  expiresAtSeconds: 1,
  isAdmin: true,
  key: mark,
  answers: { state: mark },
  reviewing: true,
  held: { slotId: mark },
};
/** Names that lead to what every object inherits. */
const inherited = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "isPrototypeOf"];

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype, Promise.prototype];
const inheritedNow = (): string => JSON.stringify(prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).toSorted()));

/** A body each JSON way takes. A way that has none here fails the test: its body is attacked too. */
const bodies = (): Readonly<Record<string, unknown>> => ({
  "POST /api/registrations": motherForSon(),
  "POST /api/registrations/:reference/codes": { phone: testPhone(1), language: "vi" },
  "POST /api/registrations/:reference/tokens": { phone: testPhone(1), code: "000000" },
  "POST /api/callbacks": callRequest({ phone: "+84900000613" }),
});
/** No body is read there, or none of a person's. */
const bodiless = ["POST /api/registrations/:reference/withdrawal", "POST /api/receipts"];

/** Every object in a body, by the way to it. */
const placesIn = (value: unknown, at: readonly string[] = []): string[][] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? [[...at], ...Object.entries(value).flatMap(([key, child]) => placesIn(child, [...at, key]))] : [];
const objectAt = (body: unknown, place: readonly string[]) => place.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], body) as Record<string, unknown>;
/** The JSON with one more field at a place, also one that a literal would take for something else. */
function withField(body: unknown, place: readonly string[], name: string, value: unknown): string {
  const copy: unknown = structuredClone(body);
  Object.defineProperty(objectAt(copy, place), name, { value, enumerable: true, configurable: true, writable: true });
  return JSON.stringify(copy);
}
const sendJson = (way: Way, body: string) => doors.ask(way, { headers: { "content-type": "application/json", "idempotency-key": newKey() }, body });
const motherWith = (phone: string): ApplicationInput["applicant"] => {
  const { applicant } = motherForSon();
  return applicant && { ...applicant, phone };
};
const jsonWays = (): Way[] => posts(doors.ways).filter(({ pattern }) => pattern.startsWith("/api/"));

describe("a field nobody asked for", () => {
  test("in JSON is told as such wherever it stands, and nothing is written", async () => {
    expect(jsonWays().map(nameOf).toSorted()).toEqual([...Object.keys(bodies()), ...bodiless].toSorted());
    const before = (await doors.rows()).length;
    for (const way of jsonWays()) {
      const body = bodies()[nameOf(way)];
      if (body === undefined) continue;
      for (const place of placesIn(body)) {
        const there = objectAt(body, place);
        for (const [name, value] of Object.entries(privileged).filter(([one]) => !(one in there))) {
          expect((await sendJson(way, withField(body, place, name, value))).status, `${nameOf(way)} ${[...place, name].join(".")}`).toBe(422);
        }
      }
    }
    expect((await doors.rows()).length).toBe(before);
  });

  test("beside the answers of the public form is left out: the application is what it would have been", async () => {
    const extra = Object.entries(privileged).map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]);
    const application = motherForSon({ applicant: motherWith(testPhone(21)) });
    let html = "";
    let path = stepPath("vi", firstStep.slug);
    for (let pages = 0; pages < 40 && !path.endsWith(`/${submitSlug}`); pages += 1) {
      const step = steps.find(({ slug }) => path.endsWith(`/${slug}`));
      if (!step) throw new Error(`the form ended at ${path}`);
      // Also what another page asks, in a page that does not ask it.
      const fields = [...typedInto(step, application), ...(step === firstStep ? [] : [["relationship", "self"] satisfies [string, string]]), ...extra];
      html = (await plainPost(doors.world, path, html ? withSealed(sealedIn(html), fields) : fields)).html;
      path = actionIn(html);
    }
    const receipt = await plainPost(doors.world, path, withSealed(sealedIn(html), extra));
    expect(receipt.status).toBe(201);
    const office = await doors.desk.cases.officeOf(referenceIn(receipt.html));
    const opened = await doors.desk.cases.openCase(office?.communeCode ?? "", referenceIn(receipt.html));
    expect(opened).toMatchObject({ state: "submitted", office: { communeCode: baDinh.communeCode }, version: 1, application: { relationship: "mother", person: application.person } });
    expect(JSON.stringify(opened)).not.toContain(mark);
  });

  test("beside a form of any door, or instead of it, is written nowhere", async () => {
    const extra = Object.entries({ ...privileged, version: 1 }).map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]);
    for (const way of inVietnamese(posts(doors.ways)).filter(({ pattern }) => !pattern.startsWith("/api/") && !pattern.endsWith("/sign-out"))) expect((await doors.post(way, extra)).status, nameOf(way)).toBeLessThan(500);
    expect(JSON.stringify(await doors.rows())).not.toContain(mark);
    const opened = await doors.desk.cases.openCase(baDinh.communeCode, doors.reference);
    expect(opened).toMatchObject({ state: "submitted", office: { communeCode: baDinh.communeCode } });
    expect(JSON.stringify(opened)).not.toContain(mark);
  });

  test("does not make an officer another, nor of another office", async () => {
    const { reference } = await received(doors.world, motherForSon({ applicant: motherWith(testPhone(22)) }));
    const stranger = await doors.signedIn("stranger", ["communeOfficer"], "26740");
    for (const way of inVietnamese(doors.ways).filter(({ door, path }) => door.member && path.includes(doors.reference))) {
      const asked = { ...way, door: { ...way.door, member: stranger }, path: `${way.path.replace(doors.reference, reference)}?unit=${baDinh.communeCode}&office=${baDinh.communeCode}&roles=provinceSupervisor` };
      const answer = await (way.method === "GET" ? doors.ask(asked, { headers: { "x-unit": baDinh.communeCode, "x-roles": "administrator" } }) : doors.post(asked, [["unit", baDinh.communeCode], ["office", baDinh.communeCode], ["roles", "provinceSupervisor"], ["staffId", "officer"], ["version", "1"]]));
      expect(answer.status, nameOf(way)).toBe(404);
    }
  });
});

describe("a name that every object inherits", () => {
  const before = inheritedNow();
  const nothingInherited = (): void => {
    expect(inheritedNow()).toBe(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  };

  test("as a key of JSON is an unknown field or nothing at all, wherever it stands, with whatever in it", async () => {
    for (const way of jsonWays()) {
      const body = bodies()[nameOf(way)] ?? {};
      for (const place of placesIn(body)) {
        for (const name of inherited) {
          const answer = await sendJson(way, withField(body, place, name, { polluted: "yes", state: "completed", relationship: "self", isAdmin: true }));
          expect([401, 422], `${nameOf(way)} ${[...place, name].join(".")} ${answer.status}`).toContain(answer.status);
        }
      }
    }
    nothingInherited();
  });

  test("as a field, a name in the query or what a field says is what any unknown name is", async () => {
    for (const way of inVietnamese(doors.ways).filter(({ pattern }) => !pattern.endsWith(".pdf") && !pattern.endsWith("/sign-out"))) {
      const asked = async (name: string, said: string): Promise<number> => {
        const queried = { ...way, path: `${way.path}?${new URLSearchParams([[name, "polluted"], ...queries.map((known): [string, string] => [known, said])]).toString()}` };
        const answer = await (way.method === "GET" ? doors.ask(queried) : doors.post(queried, [[name, "polluted"], [`${name}.polluted`, "yes"], ...fieldNames.map((known): [string, string] => [known, said])]));
        return answer.status;
      };
      expect(await asked("__proto__", "constructor"), nameOf(way)).toBe(await asked("khongco", "khongco"));
    }
    nothingInherited();
  });

  test("as a part of an address leads where any unknown one leads", async () => {
    for (const way of inVietnamese(doors.ways)) {
      const named = way.pattern.split("/");
      const put = (name: string) => named.flatMap((part, at) => (part.startsWith(":") || part === "*" ? [{ ...way, path: way.path.split("/").with(at, name).join("/") }] : []));
      const statusOf = async (asked: Way): Promise<number> => (await (way.method === "GET" ? doors.ask(asked) : doors.post(asked, [["sealed", "x"]]))).status;
      const usual = await Promise.all(put("khong-co").map(statusOf));
      for (const name of ["__proto__", "constructor"]) expect(await Promise.all(put(name).map(statusOf)), `${nameOf(way)} ${name}`).toEqual(usual);
    }
    nothingInherited();
  });

  test("as a language is read as ours", async () => {
    for (const name of inherited) {
      const answer = await doors.doors.registrationPublic.app.request("/api/registrations", { method: "POST", headers: { "content-type": "application/json", "accept-language": name } });
      expect(await answer.json()).toMatchObject({ title: words.vi.api.idempotencyKey.title });
    }
  });

  test("typed into each question of a form, is an answer like others: kept, judged and shown", async () => {
    for (const [path, asked] of [[stepPath("vi", ""), steps], [callbackPath("vi", ""), callbackSteps]] as const) {
      const app = path.startsWith("/hen-goi") ? doors.doors.hotlinePublic.app : doors.doors.registrationPublic.app;
      for (const name of ["__proto__", "constructor"]) {
        for (const step of asked) {
          const answer = await app.request(`${path}${step.slug}`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(step.fields.map((field) => [field.name, name])).toString() });
          expect([410, 422], `${step.slug} ${name}`).toContain(answer.status);
        }
      }
    }
    nothingInherited();
  });
});

/** Names that some page looks for in its address, and some form in what was posted. */
const queries = ["province", "kind", "from", "list", "state", "commune", "after", "date", "done", "slot", "more", "open", "said", "year", "to", "key"];
const fieldNames = ["sealed", "left", "version", "lease", "key", "told", "slotId", "what", "reason", "outcome", "go", "find", "commune", "relationship", "kind", "token", "code", "reference", "phone", ...historyParts];
