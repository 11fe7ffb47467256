import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { languages, type Language } from "../../shared/language.ts";
import { apiPaths, appointmentActs, appointmentSide, lookupPath, pagePath, showStepPath, stepPath } from "../../shared/paths.ts";
import { referenceAlphabet, shortCodeLength, tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import { checkSlug, firstStep, steps, submitSlug, type Step } from "../../shared/registration/steps.ts";
import { words } from "../../web/words/words.ts";
import { applicationsOf, newKey } from "../support/applications.ts";
import { stepOf, typedInto } from "../support/form-fields.ts";
import { plainPost, walk, withSealed } from "../support/form-walk.ts";
import { h1In, lostIds, summaryIn, valuesIn } from "../support/pages.ts";
import { motherForSon, testPhone, type ApplicationInput } from "../support/people.ts";
import { rowCounts, wholeApplication } from "../support/row-counts.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.moveTo(saturdayNight));
afterAll(() => world.stop());

type Problem = { type: string; title: string; status: number; detail: string; errors?: { pointer: string; code: string; detail: string }[] };
const { vi } = words;
const form = "application/x-www-form-urlencoded";
const marker = `"><b id=x>`;
const problems: { language: Language; problem: Problem; type: string | null }[] = [];

/** A JSON request and its answer; every problem is kept for the test that reads them all. */
async function ask(path: string, body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; problem: Problem; headers: Headers; text: string }> {
  const answer = await world.json(path, body, headers);
  const text = await answer.text();
  const type = answer.headers.get("content-type");
  const language = /^en\b/i.test(headers["accept-language"] ?? "") ? "en" : "vi";
  const problem = type?.includes("json") && text ? (JSON.parse(text) as Problem) : { type: "", title: "", status: 0, detail: "" };
  if (answer.status >= 400) problems.push({ language, problem, type });
  return { status: answer.status, problem, headers: answer.headers, text };
}
const apply = (body: unknown, headers: Record<string, string> = {}) => ask(apiPaths.registrations, body, { "idempotency-key": newKey(), ...headers });
const raw = (path: string, init: RequestInit & { duplex?: "half" }) => world.app.request(path, init);

/** The application with one place changed. */
function changed(path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(motherForSon()) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let node = copy;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  node[last] = value;
  return copy;
}

/** Runs what must not write anything. */
async function withoutWriting(run: () => Promise<void>): Promise<void> {
  const before = await rowCounts(world);
  await run();
  expect(await rowCounts(world)).toEqual(before);
}

describe("a body that cannot be read", () => {
  test.for(["{", "", "{'a':1}", "[1,", "undefined", "\u0000", `{"a":1}{"b":2}`])("%j is answered 400 by the API", async (body) => {
    await withoutWriting(async () => {
      for (const path of [apiPaths.registrations, `${apiPaths.registrations}/K7M4Q9TX/codes`, `${apiPaths.registrations}/K7M4Q9TX/tokens`]) {
        const { status, problem } = await ask(path, body, { "idempotency-key": newKey() });
        expect({ path, status, title: problem.title }).toEqual({ path, status: 400, title: vi.api.malformed.title });
      }
    });
  });

  test("of another kind is answered 415 by both doors", async () => {
    await withoutWriting(async () => {
      for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/xml", form, "application/jsonp", ""]) {
        const { status } = await apply(motherForSon(), { "content-type": type });
        expect({ type, status }).toEqual({ type, status: 415 });
      }
      for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
        for (const path of [stepPath("vi", firstStep.slug), stepPath("vi", submitSlug), lookupPath("vi", "code"), lookupPath("vi", "status"), lookupPath("vi", "withdraw")]) {
          const answer = await raw(path, { method: "POST", headers: { "content-type": type }, body: "relationship=mother" });
          expect({ type, path, status: answer.status }).toEqual({ type, path, status: 415 });
        }
      }
    });
  });

  test("of a megabyte is answered 413 by both doors, whether or not it says its length", async () => {
    await withoutWriting(async () => {
      const large = "a".repeat(1_048_576);
      const lengths: Record<string, string>[] = [{}, { "content-length": String(large.length) }, { "content-length": "7", "transfer-encoding": "chunked" }];
      for (const length of lengths) {
        expect((await apply(JSON.stringify({ ...motherForSon(), note: large }), length)).status).toBe(413);
        const page = await raw(stepPath("en", firstStep.slug), { method: "POST", headers: { "content-type": form, ...length }, body: `relationship=${large}` });
        expect(page.status).toBe(413);
        expect(h1In(await page.text())).toBe(words.en.problems.title.tooLarge);
      }
    });
  });

  test("in bytes that are no UTF-8 is refused where letters are asked, never a failure", async () => {
    const json = Buffer.from(JSON.stringify(changed("person.fullName", "Nguyễn @@")), "utf8");
    json[json.indexOf("@@")] = 0xff;
    const answer = await raw(apiPaths.registrations, { method: "POST", headers: { "content-type": "application/json", "idempotency-key": newKey() }, body: json });
    expect(answer.status).toBe(422);
    const { sealed } = await walk(world, motherForSon(), { to: "person" });
    const fields = new URLSearchParams(withSealed(sealed, typedInto(stepOf("person"), motherForSon()))).toString().replace(/fullName=[^&]*/, "fullName=Nguy%FF%C3");
    const page = await raw(stepPath("vi", stepOf("person").slug), { method: "POST", headers: { "content-type": form }, body: fields });
    expect(page.status).toBe(422);
    expect(summaryIn(await page.text())).toEqual([{ id: "person-fullName", text: vi.errors["fullName.letters"] }]);
  });
});

describe("the key of an application", () => {
  test.for<{ what: string; key?: string }>([
    { what: "that is not there" },
    { what: "that is empty", key: "" },
    { what: "of fifteen letters", key: "fifteen-letters" },
    { what: "of 65 letters", key: "x".repeat(65) },
    { what: "with spaces", key: "a key with spaces" },
    { what: "with letters beyond ASCII", key: "khóa-có-dấu-tiếng-việt" },
  ])("$what is answered 400, and nothing is written", async ({ key }) => {
    await withoutWriting(async () => {
      const headers = new Headers({ "content-type": "application/json" });
      if (key !== undefined) headers.set("idempotency-key", Buffer.from(key).toString("latin1"));
      const answer = await raw(apiPaths.registrations, { method: "POST", headers, body: JSON.stringify(motherForSon()) });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ status: 400, title: vi.api.idempotencyKey.title });
    });
  });
});

describe("an application by API", () => {
  const cases: { what: string; body: unknown; pointer: string; code?: keyof typeof vi.errors }[] = [
    { what: "a name of ten thousand letters", body: changed("person.fullName", "a".repeat(10_000)), pointer: "/person/fullName", code: "fullName.tooLong" },
    { what: "a name of thirty thousand letters", body: changed("person.fullName", "a".repeat(30_000)), pointer: "/person/fullName", code: "text.tooLong" },
    { what: "an unknown field", body: { ...motherForSon(), note: "x" }, pointer: "/note", code: "field.unknown" },
    { what: "an unknown field further in", body: changed("person.identity.colour", "red"), pointer: "/person/identity/colour", code: "field.unknown" },
    { what: "an unknown field with a slash and a tilde", body: { ...motherForSon(), "a/b~c": 1 }, pointer: "/a~1b~0c", code: "field.unknown" },
    { what: "a field called constructor", body: JSON.parse(JSON.stringify(motherForSon()).replace("{", `{"constructor":{"x":1},`)), pointer: "/constructor", code: "field.unknown" },
    { what: "a script as a name", body: changed("person.fullName", "<script>alert(1)</script>"), pointer: "/person/fullName", code: "fullName.letters" },
    { what: "a formula as a name", body: changed("person.fullName", `=HYPERLINK("http://x","y")`), pointer: "/person/fullName", code: "fullName.letters" },
    { what: "a formula as a street", body: changed("applicant.address.street", "=1+1"), pointer: "/applicant/address/street", code: "text.characters" },
    { what: "a script as a street", body: changed("applicant.address.street", "12 <script>"), pointer: "/applicant/address/street", code: "text.characters" },
    { what: "the 31st of February", body: changed("person.birthDate", "1998-02-31"), pointer: "/person/birthDate", code: "birthDate.notReal" },
    { what: "the 29th of February of a common year", body: changed("person.birthDate", "1999-02-29"), pointer: "/person/birthDate", code: "birthDate.notReal" },
    { what: "a birth tomorrow", body: changed("person.birthDate", "2026-11-22"), pointer: "/person/birthDate", code: "birthDate.future" },
    { what: "a birth in 1899", body: changed("person.birthDate", "1899-12-31"), pointer: "/person/birthDate", code: "birthDate.tooLongAgo" },
    { what: "a commune of another province", body: changed("applicant.address.provinceCode", "79"), pointer: "/applicant/address/communeCode", code: "residence.communeCode.unknown" },
    { what: "a list where a person belongs", body: changed("person", []), pointer: "/person" },
    { what: "a list where a name belongs", body: changed("person.fullName", ["Nguyễn Văn Mẫu"]), pointer: "/person/fullName", code: "fullName.missing" },
    { what: "an object where a list belongs", body: changed("contact.hours", { 0: "morning" }), pointer: "/contact/hours", code: "contact.hours.missing" },
    { what: "no safe hour", body: changed("contact.hours", []), pointer: "/contact/hours", code: "contact.hours.missing" },
    { what: "a number where a phone belongs", body: changed("applicant.phone", 900_000_001), pointer: "/applicant/phone", code: "phone.missing" },
    { what: "a phone from abroad", body: changed("applicant.phone", "+14155550123"), pointer: "/applicant/phone", code: "phone.notVietnamese" },
    { what: "an emergency number", body: changed("applicant.phone", "113"), pointer: "/applicant/phone", code: "phone.notVietnamese" },
    { what: "null where a treatment belongs", body: changed("treatment", null), pointer: "/treatment" },
    { what: "old consent words", body: changed("consents.wording", "2020-01-01"), pointer: "/consents/wording", code: "consents.wording.old" },
    { what: "no consent", body: changed("consents.handling", false), pointer: "/consents/handling", code: "consents.handling.missing" },
  ];

  test.for(cases)("with $what is answered 422 that points at it", async ({ body, pointer }) => {
    await withoutWriting(async () => {
      const { status, problem, text } = await apply(body);
      expect(status).toBe(422);
      expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
      expect(text).not.toContain("<script>");
      expect(text).not.toContain("HYPERLINK");
    });
  });

  test.for(cases)("with $what says so by its code, in both languages", async ({ body, pointer, code = "field.invalid" }) => {
    for (const language of languages) {
      const { problem } = await apply(body, { "accept-language": language });
      expect(problem.errors).toContainEqual({ pointer, code, detail: words[language].errors[code] });
    }
  });

  test.for([
    { what: "nothing", body: null },
    { what: "an empty list", body: [] },
    { what: "a word", body: "text" },
    { what: "a number", body: 7 },
    { what: "a list of applications", body: [motherForSon()] },
    { what: "an application in a wrapping", body: { application: motherForSon() } },
  ])("with $what in its place is answered 422", async ({ body }) => {
    await withoutWriting(async () => {
      expect((await apply(JSON.stringify(body))).status).toBe(422);
    });
  });

  test("with __proto__ anywhere changes nothing for anybody", async () => {
    for (const place of ["{", `"person":{`, `"contact":{`]) {
      const body = JSON.stringify(motherForSon()).replace(place, `${place}"__proto__":{"polluted":"yes","relationship":"self"},`);
      expect(body).toContain("__proto__");
      expect([201, 422]).toContain((await apply(body)).status);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
  });

  test("nested twenty thousand deep is answered, not fallen over", async () => {
    await withoutWriting(async () => {
      const deep = "[".repeat(20_000) + "]".repeat(20_000);
      expect((await apply(deep)).status).toBe(422);
      expect((await apply(JSON.stringify(motherForSon()).replace(`"mother"`, deep))).status).toBe(422);
      expect((await apply(`${`{"person":`.repeat(5_000)}1${"}".repeat(5_000)}`)).status).toBe(422);
    });
  });

  test("with thousands of unknown fields is answered 422", async () => {
    await withoutWriting(async () => {
      const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`f${n}`, 0]));
      expect((await apply({ ...motherForSon(), ...many })).status).toBe(422);
    });
  });

  test("in two ways of writing accents is stored in one, without what cannot be seen", async () => {
    const typed = "Trần\u200B  Thị\u00AD Ví\u2060 Dụ\uFEFF".normalize("NFD");
    const applicant = { ...motherForSon().applicant, fullName: typed, phone: testPhone(200) };
    const { status } = await apply({ ...motherForSon(), applicant });
    expect(status).toBe(201);
    expect(await applicationsOf(world, testPhone(200))).toMatchObject([{ application: { applicant: { fullName: "Trần Thị Ví Dụ".normalize("NFC") } } }]);
  });
});

describe("the form", () => {
  test("with a name of ten thousand letters comes back with what is wrong", async () => {
    const { sealed } = await walk(world, motherForSon(), { to: "person" });
    const fields = typedInto(stepOf("person"), motherForSon({ person: { ...motherForSon().person, fullName: "a".repeat(10_000) } }));
    const page = await plainPost(world, stepPath("vi", stepOf("person").slug), withSealed(sealed, fields));
    expect(page.status).toBe(422);
    expect(summaryIn(page.html)).toEqual([{ id: "person-fullName", text: vi.errors["fullName.tooLong"] }]);
    expect(lostIds(page.html)).toEqual([]);
    expect(page.html.length).toBeLessThan(20_000);
  });

  test.for(["<script>alert(1)</script>", `=HYPERLINK("http://x","y")`, marker, "'><img src=x onerror=alert(1)>"])("shows %s again as text only", async (typed) => {
    const { sealed } = await walk(world, motherForSon(), { to: "person" });
    const fields = typedInto(stepOf("person"), motherForSon({ person: { ...motherForSon().person, fullName: typed } }));
    for (const path of [stepPath("vi", stepOf("person").slug), showStepPath("en", stepOf("person").slug)]) {
      const page = await plainPost(world, path, withSealed(sealed, [...fields, ["left", stepOf("person").slug]]));
      expect(valuesIn(page.html, "person.fullName")).toEqual([typed]);
      for (const tag of ["<script>alert", "<b id", "<img"]) expect(page.html).not.toContain(tag);
    }
  });

  test.for(["31/2/1998", "0/1/1998", "1/13/1998", "1/1/98", "a/b/c", "22/11/2026", "1/1/1899"])("refuses the day %s", async (typed) => {
    const { sealed } = await walk(world, motherForSon(), { to: "person" });
    const [day = "", month = "", year = ""] = typed.split("/");
    const fields: [string, string][] = [["person.fullName", "Mẫu"], ["person.sex", "male"], ["person.birthDate.day", day], ["person.birthDate.month", month], ["person.birthDate.year", year]];
    const page = await plainPost(world, stepPath("vi", stepOf("person").slug), withSealed(sealed, fields));
    expect(page.status).toBe(422);
    expect(summaryIn(page.html).map(({ id }) => id)).toEqual(["person-birthDate"]);
    expect(valuesIn(page.html, "person.birthDate.day")).toEqual([day]);
  });

  test("takes an answer given twice with two values as not given, and given twice alike as given", async () => {
    const path = stepPath("vi", firstStep.slug);
    expect((await plainPost(world, path, [["relationship", "mother"], ["relationship", "father"]])).status).toBe(422);
    expect((await plainPost(world, path, [["relationship", "mother"], ["relationship", "mother"]])).slug).toBe(stepOf("applicant").slug);
  });

  test("takes nothing that the step does not ask, by whatever name", async () => {
    const extra: [string, string][] = [["person.fullName", "Kẻ Khác"], ["__proto__", "x"], ["constructor", "x"], ["__proto__.polluted", "yes"], ["consents.handling", "2026-11-21"], ["key", "another-key-of-16"]];
    const page = await plainPost(world, stepPath("vi", firstStep.slug), [["relationship", "mother"], ...extra]);
    expect(page.slug).toBe(stepOf("applicant").slug);
    const shown = await plainPost(world, showStepPath("vi", stepOf("person").slug), withSealed(page.sealed));
    expect(valuesIn(shown.html, "person.fullName")).toEqual([""]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("stores what was typed in two ways of writing accents in one", async () => {
    const applicant = { ...motherForSon().applicant, fullName: "Trần Thị\u200B Ví Dụ".normalize("NFD"), phone: testPhone(201) } as ApplicationInput["applicant"];
    const { sealed } = await walk(world, motherForSon(applicant ? { applicant } : {}));
    expect((await plainPost(world, stepPath("vi", submitSlug), withSealed(sealed))).status).toBe(201);
    expect(await applicationsOf(world, testPhone(201))).toMatchObject([{ application: { applicant: { fullName: "Trần Thị Ví Dụ".normalize("NFC") } } }]);
  });

  test("is empty as well as a form can be: the question comes back", async () => {
    for (const body of ["", "&&&", "=", "%", "relationship", "relationship=&sealedd=1"]) {
      const answer = await raw(stepPath("vi", firstStep.slug), { method: "POST", headers: { "content-type": form }, body });
      expect({ body, status: answer.status }).toEqual({ body, status: 422 });
    }
  });
});

describe("another site", () => {
  const fields: [string, string][] = [["relationship", "mother"]];
  const paths = [stepPath("vi", firstStep.slug), stepPath("en", checkSlug), stepPath("vi", submitSlug), lookupPath("vi", "code"), lookupPath("en", "status"), lookupPath("vi", "withdraw")];
  const send = (path: string, headers: Record<string, string>) => raw(path, { method: "POST", headers: { "content-type": form, ...headers }, body: new URLSearchParams(fields).toString() });

  test.for<Record<string, string>>([
    { origin: "http://evil.example" },
    { origin: "null" },
    { origin: "http://localhost.evil.example" },
    { origin: "https://localhost" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "nonsense" },
    { origin: "http://evil.example", "sec-fetch-site": "cross-site" },
  ])("cannot post with %j: a page says why", async (headers) => {
    await withoutWriting(async () => {
      for (const path of paths) {
        const answer = await send(path, headers);
        const language = path.startsWith("/en/") ? "en" : "vi";
        expect({ path, status: answer.status, h1: h1In(await answer.text()), cache: answer.headers.get("cache-control") }).toEqual({ path, status: 403, h1: words[language].problems.title.refused, cache: "no-store" });
      }
    });
  });

  test.for<Record<string, string>>([{}, { origin: "http://localhost" }, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }])("is not where %j comes from: the first step goes on, all others need the sealed answers", async (headers) => {
    expect((await send(stepPath("vi", firstStep.slug), headers)).status).toBe(200);
    expect((await send(stepPath("vi", submitSlug), headers)).status).toBe(410);
    expect((await send(lookupPath("vi", "withdraw"), headers)).status).toBe(410);
  });
});

describe("an address", () => {
  test("that does not exist is answered 404, in the language of the address", async () => {
    for (const method of ["GET", "POST"]) {
      for (const path of ["/khong-co", "/en/khong-co", "/api/khong-co", "/dang-ky-khac/x", ...(method === "POST" ? ["/dang-ky/khong-co", "/dang-ky/khong-co/xem", "/en/tra-cuu/khong-co", "/dang-ky/constructor", "/dang-ky/__proto__", `${apiPaths.registrations}/K7M4Q9TX/khong-co`] : [])]) {
        const answer = await raw(path, { method, headers: method === "POST" ? { "content-type": form } : {}, ...(method === "POST" ? { body: "a=1" } : {}) });
        const text = await answer.text();
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 404 });
        const language = path.startsWith("/en") ? "en" : "vi";
        expect(text).toContain(words[language].problems.title.notFound);
        expect(answer.headers.get("content-type")).toMatch(path.startsWith("/api/") ? /problem\+json/ : /text\/html/);
      }
    }
  });

  test("asked by a method it has not is answered 404 or 405, and nothing happens", async () => {
    await withoutWriting(async () => {
      for (const method of ["PUT", "PATCH", "DELETE"]) {
        for (const path of [apiPaths.registrations, `${apiPaths.registrations}/K7M4Q9TX`, stepPath("vi", firstStep.slug), lookupPath("en", "code")]) {
          const answer = await raw(path, { method, headers: { "content-type": "application/json" }, body: "{}" });
          expect({ method, path, status: answer.status }).toEqual({ method, path, status: 405 });
        }
      }
      for (const path of [apiPaths.registrations, `${apiPaths.registrations}/K7M4Q9TX/codes`, `${apiPaths.registrations}/K7M4Q9TX/withdrawal`]) {
        expect([404, 405]).toContain((await raw(path, { method: "GET" })).status);
      }
      expect([404, 405]).toContain((await ask(`${apiPaths.registrations}/K7M4Q9TX`, {})).status);
    });
  });

  test("that carries a line break or other nonsense as a reference reaches no header and no row", async () => {
    await withoutWriting(async () => {
      for (const reference of ["%0d%0aSet-Cookie:%20a=b", "K7M4Q9TX%0d%0aX-Evil:%201", "%00", "%E0%A4%A", "..%2f..%2fetc", "%3Cscript%3E", "K7M4Q9TX%E2%80%8B", "a".repeat(2_000), "APPLICATION%23K7M4Q9TX"]) {
        for (const action of ["codes", "tokens"]) {
          const { status, headers, text } = await ask(`${apiPaths.registrations}/${reference}/${action}`, action === "codes" ? { phone: testPhone(202) } : { phone: testPhone(202), code: "123456" });
          expect({ reference, action, status }).toEqual({ reference, action, status: 422 });
          expect([...headers.keys()]).not.toEqual(expect.arrayContaining([expect.stringMatching(/cookie|evil/i)]));
          expect(text).not.toContain("<script>");
        }
        const read = await raw(`${apiPaths.registrations}/${reference}`, { headers: { authorization: "Bearer x" } });
        expect(read.status).toBe(401);
        const page = await plainPost(world, lookupPath("vi", "code"), [["reference", decodeURI("K7M4Q9TX") + marker], ["phone", testPhone(202)]]);
        expect(page.status).toBe(422);
        expect(page.html).not.toContain("<b id");
      }
    });
  });

  test("for a code is answered 422 for any body that is not a phone, without writing", async () => {
    await withoutWriting(async () => {
      const path = `${apiPaths.registrations}/K7M4Q9TX/codes`;
      for (const body of [null, [], {}, { phone: null }, { phone: 1 }, { phone: "x" }, { phone: "1".repeat(41) }, { phone: testPhone(202), extra: 1 }, { phone: testPhone(202), language: "fr" }, { phone: "+14155550123" }]) {
        expect({ body, status: (await ask(path, JSON.stringify(body))).status }).toEqual({ body, status: 422 });
      }
      for (const body of [{ phone: testPhone(202) }, { phone: testPhone(202), code: "12345" }, { phone: testPhone(202), code: 123_456 }, { phone: testPhone(202), code: "१२३४५६" }, { phone: testPhone(202), code: "123456", more: 1 }]) {
        expect({ body, status: (await ask(`${apiPaths.registrations}/K7M4Q9TX/tokens`, JSON.stringify(body))).status }).toEqual({ body, status: 422 });
      }
    });
  });

  test("for a code, on the page, keeps what was typed and leads to what is wrong", async () => {
    await withoutWriting(async () => {
      for (const language of languages) {
        const page = await plainPost(world, lookupPath(language, "code"), [["reference", marker], ["phone", "<i>1"]]);
        expect(page.status).toBe(422);
        expect(summaryIn(page.html)).toEqual([
          { id: "reference", text: words[language].lookup.errors["reference.invalid"] },
          { id: "phone", text: words[language].lookup.errors["phone.invalid"] },
        ]);
        expect(valuesIn(page.html, "reference")).toEqual([marker]);
        expect(page.html).not.toMatch(/<b id|<i>/);
        expect(lostIds(page.html)).toEqual([]);
        const noCode = await plainPost(world, lookupPath(language, "status"), [["reference", "K7M4Q9TX"], ["phone", testPhone(202)], ["code", "12 34"]]);
        expect({ status: noCode.status, text: summaryIn(noCode.html) }).toEqual({ status: 422, text: [{ id: "code", text: words[language].lookup.errors["code.invalid"] }] });
      }
    });
  });
});

/** What people, scripts and attackers put where something else belongs. */
const junk = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e21, "", " ", "\u200B", "\u0000", marker, `=cmd|'/c calc'!A1`, "2026-02-30", "9999-12-31", "self", "yes", "{}", "__proto__", "𠀀", "a".repeat(300)),
  fc.constantFrom<unknown>([], {}, [[]], { kind: "none" }, { kind: marker }, ["morning", marker], { toString: 1 }),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.integer(),
);

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
const pathsIn = (value: unknown, above: readonly string[] = []): string[][] =>
  isTree(value) ? Object.entries(value).flatMap(([key, child]) => [above.concat(key)].concat(pathsIn(child, above.concat(key)))) : [];

function mutate(tree: Tree, [key = "", ...rest]: readonly string[], how: "replace" | "remove" | "add", value: unknown): void {
  const child = tree[key];
  const home = isTree(child) ? child : tree;
  if (rest.length && isTree(child)) return mutate(child, rest, how, value);
  if (how === "remove") delete tree[key];
  else if (how === "add" && Array.isArray(home)) home.push(value);
  else if (how === "add") Object.defineProperty(home, (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 20), { value, enumerable: true, configurable: true, writable: true });
  else tree[key] = value;
}

describe("whatever is sent", () => {
  async function writesAllOrNothing(before: Awaited<ReturnType<typeof rowCounts>>, received: boolean) {
    const after = await rowCounts(world);
    const added = { registrations: after.registrations - before.registrations, messages: after.messages - before.messages };
    expect(added).toEqual(received ? wholeApplication : { registrations: 0, messages: 0 });
    return after;
  }

  test("to the API: no failure, a whole application or none, nothing echoed", async () => {
    const valid = motherForSon();
    const people: ApplicationInput[] = [valid, motherForSon({ treatment: { place: "publicFacility", facilityName: "Cơ sở Thí Dụ" }, determination: { kind: "paper", issuedOn: "2026-08-15", issuedBy: "Trạm y tế" } })];
    const places = people.flatMap((person, which) => pathsIn(person).map((path) => ({ which, path })));
    const change = fc.record({ place: fc.constantFrom(...places), how: fc.constantFrom("replace" as const, "replace" as const, "remove" as const, "add" as const), value: junk });
    let count = await rowCounts(world);
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(change, fc.option(change, { freq: 3, nil: undefined }), async (first, second) => {
        const body = structuredClone(people[first.place.which]) as unknown as Tree;
        for (const { place, how, value } of [first, ...(second ? [second] : [])]) mutate(body, place.path, how, value);
        const { status, problem, headers } = await apply(body);
        expect([201, 422]).toContain(status);
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        // A pointer names the sender's own key; no value comes back.
        const said = { ...problem, errors: problem.errors?.map(({ code, detail }) => ({ code, detail })) };
        expect(JSON.stringify(said)).not.toContain("<b id");
        count = await writesAllOrNothing(count, status === 201);
        answered += 1;
      }),
      { numRuns: 500, seed: 20_261_121 },
    );
    expect(answered).toBe(500);
  });

  test("to the form: no failure, nothing stored before sending, a whole application or none after, nothing unescaped", async () => {
    const before: { step: Step; sealed: string; fields: [string, string][] }[] = [{ step: firstStep, sealed: "", fields: typedInto(firstStep, motherForSon()) }];
    await walk(world, motherForSon(), { seen: (step, { sealed }) => void before.push({ step, sealed, fields: typedInto(step, motherForSon()) }) });
    const { sealed: finished } = await walk(world, motherForSon());
    const text = junk.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
    const names = steps.flatMap(({ fields }) => fields.map(({ name }) => name));
    const change = fc.record({
      at: fc.constantFrom(...before.keys()),
      reviewing: fc.boolean(),
      show: fc.boolean(),
      language: fc.constantFrom(...languages),
      which: fc.nat(6),
      how: fc.constantFrom("replace" as const, "replace" as const, "remove" as const, "repeat" as const, "add" as const),
      name: fc.oneof(fc.constantFrom("sealed", "__proto__", "constructor", "", ...names), text),
      value: text,
    });
    let count = await rowCounts(world);
    await fc.assert(
      fc.asyncProperty(change, async ({ at, reviewing, show, language, which, how, name, value }) => {
        const chosen = before[at];
        if (!chosen) throw new Error("no such page");
        const { step, sealed, fields } = chosen;
        const sent: [string, string][] = withSealed(reviewing ? finished : sealed, fields);
        const place = which % sent.length;
        if (how === "replace") sent[place] = [sent[place]?.[0] ?? "", value];
        if (how === "remove") sent.splice(place, 1);
        if (how === "repeat") sent.push([sent[place]?.[0] ?? "", value]);
        if (how === "add") sent.push([name, value]);
        const page = await plainPost(world, show ? showStepPath(language, step.slug) : stepPath(language, step.slug), sent);
        expect([200, 410, 422]).toContain(page.status);
        expect(page.html).not.toContain(marker);
        expect(page.html).not.toContain("<b id");
        count = await writesAllOrNothing(count, false);
        if (!page.sealed) return;
        const pressed = await plainPost(world, stepPath(language, submitSlug), withSealed(page.sealed));
        expect([200, 201, 422]).toContain(pressed.status);
        expect(pressed.html).not.toContain("<b id");
        count = await writesAllOrNothing(count, pressed.status === 201);
      }),
      { numRuns: 500, seed: 20_261_121 },
    );
  });
});

describe("the door to one's own appointment", () => {
  const typed = fc.oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: "binary" }),
    fc.constantFrom(marker, "..", "%00", "xem", "g", "A".repeat(22), "K7M4Q9TX", "K7M4 Q9TX CDFG", "‮", "a".repeat(2_000)),
    fc.string({ minLength: tokenLength, maxLength: tokenLength, unit: fc.constantFrom(...Array.from(tokenAlphabet)) }),
    fc.string({ minLength: shortCodeLength, maxLength: shortCodeLength, unit: fc.constantFrom(...Array.from(referenceAlphabet)) }),
  );
  /** All that is kept but the count of tries at a code. */
  const kept = async () => ({ ...(await rowCounts(world)), hotline: (await world.rows("hotline")).filter(({ sk }) => sk !== "TRIES") });

  test.for(languages)("takes whatever stands for a link's token, or is typed for a code, as one that nobody has, in %s", async (language) => {
    const before = await kept();
    const acts = fc.constantFrom("", ...Object.values(appointmentActs).map((act) => `/${act}`));
    const doors = { hotline: { door: world.hotline, at: pagePath(language, "appointment") }, registration: { door: world, at: `${pagePath(language, "appointment")}/${appointmentSide}` } };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<"hotline" | "registration">("hotline", "registration"), typed, typed, acts, async (half, token, code, act) => {
        const { door, at } = doors[half];
        const path = `${at}/${encodeURIComponent(token.toWellFormed())}${act}`;
        const opened = await door.app.request(path);
        expect({ path, opened: [404, 400].includes(opened.status), html: (await opened.text()).includes("<b id") }).toEqual({ path, opened: true, html: false });
        const posted = await plainPost(door, path, [["slotId", code], ["soon", "yes"], ["confirmed", "yes"], ["reference", token], ["code", code]]);
        // Where codes are asked for is the one address to be sent back to.
        if (posted.status === 303) expect(posted.headers.get("location")).toBe(pagePath(language, "appointment"));
        else expect([404, 405, 422, 429]).toContain(posted.status);
        expect(posted.html).not.toContain("<b id");
        const fields: [string, string][] = [["reference", token], ["code", code]];
        const first = await plainPost(world.hotline, `${pagePath(language, "appointment")}/xem`, fields);
        // A code of the other half is posted there again.
        const asked = first.status === 307 ? await plainPost(world, first.headers.get("location") ?? "", fields) : first;
        expect([422, 429]).toContain(asked.status);
        expect(asked.html).not.toContain("<b id");
        expect(lostIds(asked.html)).toEqual([]);
      }),
      { numRuns: 150, seed: 20_261_121 },
    );
    expect(await kept()).toEqual(before);
  });

  test("reads forms only, and none of a megabyte", async () => {
    const before = await kept();
    for (const path of ["/lich-hen/xem", `/lich-hen/${tokenAlphabet.slice(0, tokenLength)}/doi`]) {
      for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
        const answer = await world.hotline.app.request(path, { method: "POST", headers: { "content-type": type }, body: "reference=K7M4Q9TX" });
        expect({ type, path, status: answer.status }).toEqual({ type, path, status: 415 });
      }
      const large = await world.hotline.app.request(path, { method: "POST", headers: { "content-type": form }, body: `reference=${"a".repeat(1_048_576)}` });
      expect({ path, status: large.status }).toEqual({ path, status: 413 });
    }
    expect(await kept()).toEqual(before);
  });
});

describe("afterwards", () => {
  test("every problem said what is wrong and what to do, in the language asked for", async () => {
    expect((await apply("{", { "accept-language": "en-GB,en;q=0.9" })).problem.title).toBe(words.en.api.malformed.title);
    expect((await apply("{", { "accept-language": "vi,en;q=0.9" })).problem.title).toBe(vi.api.malformed.title);
    const texts = (language: Language) => {
      const { api, problems: pages } = words[language];
      return [...Object.values(api).flatMap(({ title, detail }) => [title, detail]), ...Object.values(pages.title), ...Object.values(pages.text)];
    };
    expect(problems.length).toBeGreaterThan(400);
    expect(new Set(problems.map(({ problem }) => problem.status))).toEqual(new Set([400, 404, 413, 415, 422]));
    for (const { language, problem, type } of problems) {
      expect(type).toBe("application/problem+json; charset=utf-8");
      expect(problem.type).toBe("about:blank");
      expect(texts(language)).toContain(problem.title);
      expect(texts(language)).toContain(problem.detail);
      for (const error of problem.errors ?? []) {
        expect(error.pointer).toMatch(/^\//);
        expect(Object.keys(words[language].errors)).toContain(error.code);
        expect(Object.values<string>(words[language].errors)).toContain(error.detail);
      }
    }
  });

  test("no line of the log holds a word, number or address of anybody", async () => {
    const { applicant, person } = motherForSon();
    const [{ reference } = { reference: "none" }] = await applicationsOf(world, testPhone(200));
    const personal = [applicant?.fullName, person.fullName, "Mẫu", "Ví Dụ", applicant?.identity.number, person.identity.number, "Thí Nghiệm", testPhone(1), testPhone(200), testPhone(1).slice(1), "1998-09-02", "Ba Đình", "00004", String(reference), marker, "HYPERLINK"];
    const log = JSON.stringify(world.logged);
    expect(world.logged.length).toBeGreaterThan(3);
    for (const value of personal) expect({ value, logged: log.includes(value ?? "?") }).toEqual({ value, logged: false });
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});
