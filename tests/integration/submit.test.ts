import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ids } from "../../functions/platform/ids.ts";
import { createApp } from "../../functions/registration/public/app.tsx";
import { withdraw } from "../../functions/registration/withdraw.ts";
import { apiPaths, showStepPath, stepPath } from "../../shared/paths.ts";
import { parseReference } from "../../shared/reference.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { submitSlug } from "../../shared/registration/steps.ts";
import { words } from "../../web/words/words.ts";
import { applicationsOf, e164, newKey, received, rowsAbout, sendApplication, textsTo } from "../support/applications.ts";
import { stepOf, typedInto } from "../support/form-fields.ts";
import { plainPost, walk, withSealed } from "../support/form-walk.ts";
import { h1In, referenceIn, textIn } from "../support/pages.ts";
import { baDinh, himself, motherForSon, testPhone, type ApplicationInput } from "../support/people.ts";
import { backTo, promisedAbout, sealedOf, sundayMorning } from "../support/received-texts.ts";
import { rowCounts, wholeApplication } from "../support/row-counts.ts";
import { callsDuring, cutOff, throttled, transactionConflict, withFault } from "../support/table-calls.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

const withOneMore = (before: typeof wholeApplication) => ({ registrations: before.registrations + wholeApplication.registrations, messages: before.messages + wholeApplication.messages });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => backTo(world, saturdayNight));

/** What has reached a phone by the next morning: at night a receipt waits. */
const texted = async (phone: string) => {
  expect(await textsTo(world, phone)).toEqual([]);
  await world.sweep();
  expect(await textsTo(world, phone)).toEqual([]);
  world.moveTo(sundayMorning);
  await world.sweep();
  return textsTo(world, phone);
};
const press = (sealed: string) => plainPost(world, stepPath("vi", submitSlug), withSealed(sealed));
const { vi, en } = words;

/** The same mother with a phone of her own, so that no test sees another's rows. */
const motherOn = (phone: string, change: Partial<ApplicationInput> = {}): ApplicationInput => {
  const { applicant, ...rest } = motherForSon(change);
  if (!applicant) throw new Error("a mother applies for her son");
  return { ...rest, applicant: { ...applicant, phone } };
};

describe("one write", () => {
  test("application, event, idempotency record and promised text are written by one transaction", async () => {
    const before = await rowCounts(world);
    const { calls, answer } = await callsDuring(world.client, () => sendApplication(world, motherOn(testPhone(100)), "key-of-the-first-application"));
    const receipt = (await answer.json()) as Receipt;
    expect(answer.status).toBe(201);
    expect(calls.filter(({ command }) => command.includes("Write"))).toEqual([
      {
        command: "TransactWriteItemsCommand",
        rows: ["Put registrations IDEMPOTENCY IDEMPOTENCY", "Put registrations APPLICATION APPLICATION", "Put registrations APPLICATION EVENT", "Put registrations APPLICATION CHAIN", "Put messages REGISTRATION MESSAGE", "Put registrations OFFICE APPLICATION", ...Array.from({ length: 4 }, () => "Put registrations FIND APPLICATION")],
      },
    ]);
    expect(await rowCounts(world)).toEqual(withOneMore(before));

    const { application, events, submissions } = await rowsAbout(world, receipt.reference);
    expect(application).toMatchObject({ ...receipt, state: "submitted", reach: { phone: e164(testPhone(100)), language: "vi", contact: { textsAgreed: true, askedAt: saturdayNight } } });
    expect(application?.application).toMatchObject({ applicant: { fullName: "Trần Thị Ví Dụ" }, person: { fullName: "Nguyễn Văn Mẫu" } });
    expect(events).toMatchObject([{ type: "submitted", by: "applicant", at: saturdayNight }]);
    expect(submissions).toMatchObject([{ pk: "IDEMPOTENCY#key-of-the-first-application", expiresAtSeconds: Date.parse(saturdayNight) / 1_000 + 86_400 }]);
    expect(JSON.stringify(submissions)).not.toContain("Ví Dụ");
    const [text, ...others] = await promisedAbout(world, testPhone(100));
    expect(others).toEqual([]);
    expect(text).toMatchObject({ state: "waiting", lane: "notice", template: "receipt", reason: "justDone", attempts: 0, dueAt: saturdayNight, notAfter: "2026-11-24T15:10:00.000Z" });
    expect(sealedOf(text, world)).toEqual({ to: e164(testPhone(100)), values: { hint: receipt.reference.slice(0, 4) } });
    for (const personal of [testPhone(100).slice(1), receipt.reference, "Ví Dụ", "hint"]) expect(JSON.stringify(text)).not.toContain(personal);
  });

  test("the receipt says where it went, by when, and under which article", async () => {
    const answer = await sendApplication(world, motherOn(testPhone(101)));
    const receipt = (await answer.json()) as Receipt;
    expect(parseReference(receipt.reference)).toBe(receipt.reference);
    expect(answer.headers.get("location")).toBe(`${apiPaths.registrations}/${receipt.reference}`);
    expect(receipt).toEqual({
      reference: receipt.reference,
      receivedAt: saturdayNight,
      office: { communeCode: baDinh.communeCode, provinceCode: "01", name: "Công an phường Ba Đình, thành phố Hà Nội" },
      decision: { startsAt: saturdayNight, term: { hours: 24, article: "ND163-91" }, pauses: [], dueAt: "2026-11-22T15:10:00.000Z", known: true, confirmed: true },
      notices: [],
      hasDeterminationPaper: false,
    });
  });

  test("the receipt page shows the whole reference, the office, the deadline with its working, and no name or number", async () => {
    const { sealed } = await walk(world, motherOn(testPhone(102)));
    const page = await press(sealed);
    expect(page.status).toBe(201);
    const text = textIn(page.html);
    const [row] = await applicationsOf(world, testPhone(102));
    expect(row?.reference).toBe(referenceIn(page.html));
    expect(text).toContain("Công an phường Ba Đình, thành phố Hà Nội");
    expect(text).toContain("22:10 Chủ nhật 22/11/2026");
    expect(text).toContain(vi.law.article("ND163-91"));
    expect(text).toContain(vi.receipt.textComing);
    for (const personal of ["Ví Dụ", "Văn Mẫu", "001170000001", "001098000002", "Thí Nghiệm", testPhone(102), "0900 000 102"]) expect(page.html).not.toContain(personal);
  });
});

describe("the same key", () => {
  test("pressed twenty times at once, by API, gives one application and one text", async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendApplication(world, motherOn(testPhone(110)), key)));
    const receipts = (await Promise.all(answers.map((answer) => answer.json()))) as Receipt[];
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(await applicationsOf(world, testPhone(110))).toHaveLength(1);
    expect(await texted(testPhone(110))).toHaveLength(1);
  });

  test("pressed twenty times at once, on the page, gives one application and one text", async () => {
    const { sealed } = await walk(world, motherOn(testPhone(111)));
    const pages = await Promise.all(Array.from({ length: 20 }, () => press(sealed)));
    expect(pages.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(new Set(pages.map(({ html }) => referenceIn(html))).size).toBe(1);
    expect(pages.filter(({ html }) => html.includes(vi.receipt.repeated))).toHaveLength(19);
    expect(await applicationsOf(world, testPhone(111))).toHaveLength(1);
    expect(await texted(testPhone(111))).toHaveLength(1);
  });

  test("pressed again hours later shows the first receipt with its first times", async () => {
    const key = newKey();
    const first = await received(world, motherOn(testPhone(112)), key);
    world.forward(5 * 3_600_000);
    const again = await sendApplication(world, motherOn(testPhone(112)), key);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
  });

  test("in the other language is the same application, not a changed one", async () => {
    const check = await walk(world, motherOn(testPhone(199)));
    const first = await press(check.sealed);
    const second = await plainPost(world, stepPath("en", submitSlug), withSealed(check.sealed));
    expect(referenceIn(second.html)).toBe(referenceIn(first.html));
    expect(second.html).toContain(en.receipt.repeated);
  });

  test("with other answers, on the page, shows the first receipt and says that the change was not received", async () => {
    const check = await walk(world, motherOn(testPhone(113)));
    const shown = await plainPost(world, showStepPath("vi", stepOf("agrees").slug), withSealed(check.sealed));
    expect(shown.status).toBe(200);
    const step = stepOf("contact");
    const changed = await plainPost(world, stepPath("vi", step.slug), withSealed(check.sealed, typedInto(step, motherOn(testPhone(113), { contact: { ...motherForSon().contact, voicemail: "yes" } }))));
    expect(changed.slug).toBe(submitSlug);

    const first = await press(check.sealed);
    const second = await press(changed.sealed);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(referenceIn(second.html)).toBe(referenceIn(first.html));
    expect(second.html).toContain(vi.receipt.changedSince);
    const stored = await applicationsOf(world, testPhone(113));
    expect(stored).toHaveLength(1);
    expect(stored[0]?.reach).toMatchObject({ contact: { voicemail: "never" } });
    expect(await promisedAbout(world, testPhone(113))).toHaveLength(1);
  });

  test("with other answers, by API, is refused and what came first stands", async () => {
    const key = newKey();
    const first = await received(world, motherOn(testPhone(114)), key);
    const second = await sendApplication(world, motherOn(testPhone(114), { contact: { ...motherForSon().contact, voicemail: "yes" } }), key);
    expect(second.status).toBe(422);
    expect(await second.json()).toMatchObject({ status: 422, title: vi.api.keyReused.title });
    expect(await applicationsOf(world, testPhone(114))).toMatchObject([{ reference: first.reference, reach: { contact: { voicemail: "never" } } }]);
  });

  test("means a new application once a day has passed, and not a second earlier", async () => {
    const key = newKey();
    const first = await received(world, motherOn(testPhone(115)), key);
    world.forward(24 * 3_600_000 - 1_000);
    expect((await sendApplication(world, motherOn(testPhone(115)), key)).status).toBe(200);
    world.forward(1_000);
    const second = await received(world, motherOn(testPhone(115)), key);
    expect(second.reference).not.toBe(first.reference);
    expect(await applicationsOf(world, testPhone(115))).toHaveLength(2);
    expect((await sendApplication(world, motherOn(testPhone(115)), key)).status).toBe(200);
  });

  test("in another request is another application, even with equal answers", async () => {
    const [first, second] = await Promise.all([received(world, motherOn(testPhone(116))), received(world, motherOn(testPhone(116)))]);
    expect(first.reference).not.toBe(second.reference);
    expect(await applicationsOf(world, testPhone(116))).toHaveLength(2);
    const hints = (await promisedAbout(world, testPhone(116))).map((row) => sealedOf(row, world)?.values.hint);
    expect(hints.toSorted()).toEqual([first, second].map(({ reference }) => reference.slice(0, 4)).toSorted());
  });
});

describe("when the table does not do what it should", () => {
  test("a reference that is taken is drawn again, and the application that has it is untouched", async () => {
    const taken = await received(world, motherOn(testPhone(120)));
    const drawn = [taken.reference, taken.reference, "K7M4Q9TX"];
    const app = createApp({ ...world.deps, ids: { ...ids, reference: () => drawn.shift() ?? ids.reference() } }, { siteOrigin: "http://localhost", assetsVersion: "test" });
    const answer = await app.request(apiPaths.registrations, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": newKey() },
      body: JSON.stringify(motherOn(testPhone(121))),
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ reference: "K7M4Q9TX" });
    const { application, events } = await rowsAbout(world, taken.reference);
    expect(application).toMatchObject({ reach: { phone: e164(testPhone(120)) } });
    expect(events).toHaveLength(1);
    expect((await promisedAbout(world, testPhone(121))).map((row) => sealedOf(row, world))).toEqual([{ to: e164(testPhone(121)), values: { hint: "K7M4" } }]);
  });

  test.for([
    { what: "a short throttling", error: throttled, phone: testPhone(122) },
    { what: "a collision with another transaction", error: transactionConflict, phone: testPhone(129) },
  ])("$what is waited out and the person sees only the receipt", async ({ error, phone }) => {
    const { sealed } = await walk(world, motherOn(phone));
    const { answer, requests } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 2, error }, () => press(sealed));
    expect(answer.status).toBe(201);
    expect(requests).toBe(3);
    expect(await applicationsOf(world, phone)).toHaveLength(1);
  });

  test.for([
    { what: "throttling that does not end", error: throttled, phone: testPhone(123) },
    { what: "a collision that does not end", error: transactionConflict, phone: testPhone(124) },
    { what: "a connection that is cut off", error: cutOff, phone: testPhone(125) },
  ])("$what: the page says we are not sure, nothing is half written, and pressing again makes one application", async ({ error, phone }) => {
    const { sealed } = await walk(world, motherOn(phone));
    const before = await rowCounts(world);
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 100, error }, () => press(sealed));
    expect(answer.status).toBe(500);
    expect(h1In(answer.html)).toBe(vi.problems.title.wentWrong);
    expect(textIn(answer.html)).toContain(vi.problems.text.wentWrong);
    expect(await rowCounts(world)).toEqual(before);
    expect(world.logged.at(-1)).toEqual({ level: "error", code: "REQUEST_FAILED", fields: { method: "POST", route: expect.stringMatching(/gui$|registrations$/), errorName: error().name } });

    const again = await press(sealed);
    expect(again.status).toBe(201);
    expect(await rowCounts(world)).toEqual(withOneMore(before));
    expect(await texted(phone)).toHaveLength(1);
  });

  test("the API says the same in problem details, in the language asked for", async () => {
    const send = () => sendApplication(world, motherOn(testPhone(126)), newKey(), { "accept-language": "en" });
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 100, error: transactionConflict }, send);
    expect(answer.status).toBe(500);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toEqual({ type: "about:blank", status: 500, title: words.en.problems.title.wentWrong, detail: words.en.problems.text.wentWrong });
  });

  test("an answer lost on its way back is asked for again and is still one application", async () => {
    const { sealed } = await walk(world, motherOn(testPhone(127)));
    const { answer, requests } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 1, error: cutOff, afterwards: true }, () => press(sealed));
    expect(requests).toBe(2);
    expect([200, 201]).toContain(answer.status);
    expect(await applicationsOf(world, testPhone(127))).toHaveLength(1);
    expect(await texted(testPhone(127))).toHaveLength(1);
  });

  test("written although the answer never came: the page says we are not sure, and pressing again shows the receipt of what was written", async () => {
    const { sealed } = await walk(world, motherOn(testPhone(128)));
    const { answer } = await withFault(world.client, { command: "TransactWriteItemsCommand", times: 100, error: cutOff, afterwards: true }, () => press(sealed));
    expect(answer.status).toBe(500);
    const again = await press(sealed);
    expect(again.status).toBe(200);
    expect(again.html).toContain(vi.receipt.repeated);
    expect((await applicationsOf(world, testPhone(128))).map(({ reference }) => reference)).toEqual([referenceIn(again.html)]);
    expect(await texted(testPhone(128))).toHaveLength(1);
  });
});

describe("who and what", () => {
  test("a determination older than six months is taken, and the receipt says that there will be a new one", async () => {
    const old = motherOn(testPhone(130), { determination: { kind: "paper", issuedOn: "2026-05-20" } });
    const page = await press((await walk(world, old)).sealed);
    expect(page.status).toBe(201);
    expect(textIn(page.html)).toContain(vi.notices.determinationTooOld);
    expect(textIn(page.html)).toContain(vi.receipt.bringDetermination);
    expect(await applicationsOf(world, testPhone(130))).toMatchObject([{ notices: ["determinationTooOld"], hasDeterminationPaper: true }]);
  });

  test("a determination of exactly six months ago is still good", async () => {
    const receipt = await received(world, motherOn(testPhone(131), { determination: { kind: "paper", issuedOn: "2026-05-21" } }));
    expect(receipt).toMatchObject({ notices: [], hasDeterminationPaper: true });
  });

  test("a parent registers a child of sixteen, who is not asked to agree", async () => {
    const { agrees: _agrees, person, ...rest } = motherOn(testPhone(132));
    const asked: string[] = [];
    const minor: ApplicationInput = {
      ...rest,
      person: { ...person, birthDate: "2010-05-05", identity: { kind: "idNumber", number: "001210000003" } },
      treatment: { place: "reformSchool" },
    };
    const page = await press((await walk(world, minor, { seen: ({ id }) => void asked.push(id) })).sealed);
    expect(page.status).toBe(201);
    expect(asked).not.toContain("agrees");
    expect(await applicationsOf(world, testPhone(132))).toMatchObject([{ application: { relationship: "mother", person: { birthDate: "2010-05-05" } } }]);
  });

  test("someone who registers himself gives his details once, and texts go to his own phone", async () => {
    const { person, ...rest } = himself();
    const asked: string[] = [];
    const self: ApplicationInput = { ...rest, person: { ...person, phone: testPhone(133) } };
    const page = await press((await walk(world, self, { seen: ({ id }) => void asked.push(id) })).sealed);
    expect(page.status).toBe(201);
    expect(asked.filter((id) => id.startsWith("applicant") || id === "agrees")).toEqual([]);
    const [row] = await applicationsOf(world, testPhone(133));
    expect(row).toMatchObject({ office: { communeCode: baDinh.communeCode }, application: { relationship: "self", person: { fullName: "Nguyễn Văn Mẫu", phone: e164(testPhone(133)) } } });
    expect(row?.application).not.toHaveProperty("applicant");
    expect(await texted(testPhone(133))).toHaveLength(1);
  });

  test.for([
    { what: "who does not want texts", change: { contact: { ...motherForSon().contact, mayText: "no" as const } }, because: "textsNotWanted", phone: testPhone(134) },
    { what: "who did not agree to texts", change: { consents: { ...motherForSon().consents, texts: false } }, because: "textsNotAgreed", phone: testPhone(135) },
  ])("someone $what gets none: the promise is stopped with the reason, and the page says so", async ({ change, because, phone }) => {
    const page = await press((await walk(world, motherOn(phone, change))).sealed);
    expect(page.status).toBe(201);
    expect(textIn(page.html)).toContain(vi.receipt.noText);
    await world.sweep();
    const [message, ...others] = await promisedAbout(world, phone);
    expect(others).toEqual([]);
    // At once, at night too: nothing waits for a morning that cannot bring it, and nobody is asked to call instead.
    expect(message).toMatchObject({ state: "stopped", because, attempts: 0 });
    for (const gone of ["to", "values", "sealed", "dueShard", "callInstead"]) expect(message).not.toHaveProperty(gone);
    expect(await texted(phone)).toEqual([]);
  });
});

test("sent again after it was withdrawn, it says so and promises nothing", async () => {
  const phone = testPhone(198);
  const check = await walk(world, motherOn(phone));
  const reference = referenceIn((await press(check.sealed)).html);
  await withdraw(world.deps, world.deps.seal.close("status", { reference, openedAt: world.now().getTime() }, new Date(world.now().getTime() + 60_000)));
  const again = await press(check.sealed);
  expect(referenceIn(again.html)).toBe(reference);
  expect(again.html).toContain(vi.receipt.withdrawnTitle);
  expect((await promisedAbout(world, phone)).filter(({ state, withdrawn }) => state === "waiting" && withdrawn === undefined).map(({ template }) => template)).toEqual(["withdrawn"]);
  expect(again.html).not.toContain(vi.receipt.due);
  expect(again.html).not.toContain(vi.receipt.textComing);
});
