import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { languages, type Language } from "../../shared/language.ts";
import { pagePath, showStepPath, stepPath } from "../../shared/paths.ts";
import { findProvince, provinces } from "../../shared/places/places.ts";
import { checkSlug, firstStep, steps, submitSlug, type Step } from "../../shared/registration/steps.ts";
import { words } from "../../web/words/words.ts";
import { stepOf, typedInto } from "../support/form-fields.ts";
import { plainPost, walk, withSealed, type Page } from "../support/form-walk.ts";
import { errorsIn, h1In, lostIds, optionsIn, otherActionsIn, summaryIn, textIn, valuesIn, withoutSealed } from "../support/pages.ts";
import { baDinh, himself, motherForSon, testLandline, testPhone, type ApplicationInput } from "../support/people.ts";
import { rowCounts } from "../support/row-counts.ts";
import { saturdayNight, startWorld, type World } from "../support/world.ts";

let world: World;
const seen: Page[] = [];
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.moveTo(saturdayNight));
afterAll(() => world.stop());

const { vi } = words;
/** Posts one step's fields and keeps the page for the tests that look at all of them. */
async function post(path: string, fields: Iterable<[string, string]>): Promise<Page> {
  const page = await plainPost(world, path, fields);
  seen.push(page);
  return page;
}
const answerStep = (page: Page, id: Step["id"], fields: Iterable<[string, string]>, language: Language = "vi") => post(stepPath(language, stepOf(id).slug), withSealed(page.sealed, fields));
const showStep = (page: Page, id: Step["id"], fields: Iterable<[string, string]> = [], language: Language = "vi") => post(showStepPath(language, stepOf(id).slug), withSealed(page.sealed, fields));
const keepAll = { seen: (_: Step, page: Page) => void seen.push(page) };
const reach = (application: ApplicationInput, to: Step["id"] | "check", language: Language = "vi") => walk(world, application, { language, to, ...keepAll });
const otherWay: Record<Language, Language> = { vi: "en", en: "vi" };

const inFacility = (change: Partial<ApplicationInput> = {}) =>
  motherForSon({ treatment: { place: "publicFacility", facilityName: "Cơ sở Thí Dụ" }, determination: { kind: "paper", issuedOn: "2026-08-15", issuedBy: "Trạm y tế Thí Dụ" }, ...change });
/** Between them these meet every step there is. */
const people = [motherForSon({ person: { ...motherForSon().person, residence: { kind: "settled", provinceCode: "01", communeCode: "Phường Ba Đình", street: "5 ngõ Thử" } } }), inFacility(), himself()];

describe.for(languages)("every step, in %s", (language) => {
  const t = words[language];

  test("is asked, answered and read back on the page before sending", async () => {
    const met = new Set<string>();
    for (const application of people) {
      const check = await walk(world, { ...application, language }, {
        language,
        seen: (step, page) => {
          met.add(step.id);
          seen.push(page);
          expect(page.html).toContain(`<html lang="${language}"`);
          expect(lostIds(page.html), step.id).toEqual([]);
        },
      });
      seen.push(check);
      expect(h1In(check.html)).toBe(t.check.title);
      expect(check.html).toContain("Công an phường Ba Đình, thành phố Hà Nội");
      expect(lostIds(check.html)).toEqual([]);
    }
    expect([firstStep.id, ...met].toSorted()).toEqual(steps.map(({ id }) => id).toSorted());
  });

  test("left empty, comes back with what is missing, in words, each leading to its question", async () => {
    for (const application of people) {
      const pages: [Step, Page][] = [];
      await walk(world, { ...application, language }, { language, seen: (step, page) => void pages.push([step, page]) });
      for (const [step, page] of pages) {
        const required = step.fields.filter(({ kind, optional, name }) => kind !== "tick" && !optional || name === "consents.handling" || name === "consents.handover");
        if (required.length === 0) continue;
        const empty = await answerStep(page, step.id, [], language);
        expect({ step: step.id, status: empty.status, slug: empty.slug }).toEqual({ step: step.id, status: 422, slug: step.slug });
        const summary = summaryIn(empty.html);
        const ids = required.map(({ name }) => name.replaceAll(".", "-"));
        expect(ids).toEqual(expect.arrayContaining([...new Set(summary.map(({ id }) => id))]));
        expect(summary.length, step.id).toBeGreaterThan(0);
        expect(errorsIn(empty.html).toSorted()).toEqual(summary.map(({ text }) => text).toSorted());
        expect(summary.every(({ text }) => Object.values<string>(t.errors).includes(text))).toBe(true);
        expect(lostIds(empty.html), step.id).toEqual([]);
      }
    }
  });
});

describe("wrong answers", () => {
  test("are kept as typed, escaped, beside what is wrong with them", async () => {
    const page = await reach(motherForSon(), "person");
    const typed: [string, string][] = [
      ["person.fullName", `An "<b>&'`],
      ["person.birthDate.day", "31"],
      ["person.birthDate.month", "2"],
      ["person.birthDate.year", "1998"],
      ["person.sex", "male"],
    ];
    const wrong = await answerStep(page, "person", typed);
    expect(wrong.status).toBe(422);
    expect(summaryIn(wrong.html)).toEqual([
      { id: "person-fullName", text: vi.errors["fullName.letters"] },
      { id: "person-birthDate", text: vi.errors["birthDate.notReal"] },
    ]);
    for (const [name, value] of typed) expect(valuesIn(wrong.html, name), name).toEqual([value]);
    expect(wrong.html).not.toContain("<b>");
    expect(wrong.html).toContain("&lt;b&gt;&amp;&#39;");
    expect(lostIds(wrong.html)).toEqual([]);
    const corrected = await answerStep(wrong, "person", typedInto(stepOf("person"), motherForSon()));
    expect(corrected.status).toBe(200);
    expect(corrected.slug).toBe(stepOf("personPapers").slug);
  });

  test("an answer that is not among the choices is no answer", async () => {
    const page = await reach(motherForSon(), "place");
    const wrong = await answerStep(page, "place", [["treatment.place", "prison"]]);
    expect(wrong.status).toBe(422);
    expect(summaryIn(wrong.html)).toEqual([{ id: "treatment-place", text: vi.errors["place.missing"] }]);
  });

  test("a place that the law does not allow is refused even when it was not offered", async () => {
    const page = await reach(motherForSon(), "place");
    expect(page.html).not.toContain('value="reformSchool"');
    const wrong = await answerStep(page, "place", [["treatment.place", "reformSchool"]]);
    expect(wrong.status).toBe(422);
    expect(summaryIn(wrong.html)).toEqual([{ id: "treatment-place", text: vi.errors["place.minorsOnly"] }]);
  });
});

describe("places", () => {
  const address = (commune: string): [string, string][] => [
    ["applicant.address.provinceCode", "01"],
    ["applicant.address.communeCode", commune],
    ["applicant.phone", testPhone(1)],
  ];
  const name = "applicant.address.communeCode";

  test("a name typed without marks is understood", async () => {
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address("  phuong BA dinh "));
    expect(page.slug).toBe(stepOf("person").slug);
  });

  test("a name that several places share gives the list of those places, and one of them is taken", async () => {
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address("Hoàng"));
    expect(page.status).toBe(422);
    expect(summaryIn(page.html)).toEqual([{ id: "applicant-address-communeCode", text: vi.errors["residence.communeCode.choose"] }]);
    const offered = optionsIn(page.html, name);
    expect(offered).toEqual(expect.arrayContaining([vi.chooseCommune, "Phường Hoàng Mai", "Phường Hoàng Liệt"]));
    expect(offered).toHaveLength((findProvince("01")?.communes.length ?? 0) + 2);
    expect(offered[1]).toContain("Hoàng");
    expect(offered.at(-1)).toBe(vi.places.notFound);
    expect(lostIds(page.html)).toEqual([]);
    const chosen = await answerStep(page, "applicantAddress", address("00331"));
    expect(chosen.slug).toBe(stepOf("person").slug);
  });

  test("a name that is not in the province gives all of its places", async () => {
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address("Bến Nghé Thượng"));
    expect(page.status).toBe(422);
    expect(summaryIn(page.html)).toEqual([{ id: "applicant-address-communeCode", text: vi.errors["residence.communeCode.unknown"] }]);
    expect(optionsIn(page.html, name)).toEqual([vi.chooseCommune, ...(findProvince("01")?.communes ?? []).map((commune) => commune.name), vi.places.notFound]);
  });

  test("a district that is gone leads to the choice of its communes, each with the name it was reached by", async () => {
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address("Thường Tín"));
    expect(summaryIn(page.html)).toEqual([{ id: "applicant-address-communeCode", text: vi.errors["residence.communeCode.choose"] }]);
    expect(optionsIn(page.html, name).slice(1, 3)).toEqual(["Xã Thường Tín", vi.places.communeWith("Xã Hồng Vân", "huyện Thường Tín")]);
    const chosen = await answerStep(page, "applicantAddress", address("10210~Thường Tín"));
    expect(chosen.slug).toBe(stepOf("person").slug);
  });

  test("whoever finds none of them goes on with what they typed", async () => {
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address("Bến Nghé Thượng"));
    expect(page.html).toContain(`<option value="~Bến Nghé Thượng">${vi.places.notFound}</option>`);
    const next = await answerStep(page, "applicantAddress", address("~Bến Nghé Thượng"));
    expect(next.slug).toBe(stepOf("person").slug);
  });

  test("a province is named with those that became part of it", async () => {
    const page = await reach(motherForSon(), "applicantAddress");
    expect(optionsIn(page.html, "applicant.address.provinceCode")).toContain(vi.places.provinceWith("Thành phố Bắc Ninh", ["Bắc Giang"]));
  });

  test("a place of another province is not taken", async () => {
    const elsewhere = provinces.find(({ code }) => code !== "01")?.communes[0]?.code ?? "";
    const page = await answerStep(await reach(motherForSon(), "applicantAddress"), "applicantAddress", address(elsewhere));
    expect(page.status).toBe(422);
    expect(summaryIn(page.html)).toEqual([{ id: "applicant-address-communeCode", text: vi.errors["residence.communeCode.unknown"] }]);
  });
});

describe("special answers", () => {
  test("a number that does not fit birth date or sex is questioned once and taken when confirmed", async () => {
    const page = await reach(motherForSon(), "personPapers");
    expect(page.html).not.toContain("person.identity.confirmed");
    const fields: [string, string][] = [["person.identity.kind", "idNumber"], ["person.identity.number", "001198000002"]];
    const questioned = await answerStep(page, "personPapers", fields);
    expect(questioned.status).toBe(422);
    expect(summaryIn(questioned.html)).toEqual([{ id: "person-identity-number", text: vi.errors["identity.number.mismatch"] }]);
    expect(valuesIn(questioned.html, "person.identity.confirmed")).toEqual([]);
    expect(questioned.html).toContain(vi.fields.confirmNumber.label);
    const confirmed = await answerStep(questioned, "personPapers", [...fields, ["person.identity.confirmed", "yes"]]);
    expect(confirmed.slug).toBe(stepOf("personHome").slug);
  });

  test("a landline is taken, told about, and cannot be chosen for texts", async () => {
    const { applicant } = motherForSon();
    const onLandline = motherForSon({ ...(applicant ? { applicant: { ...applicant, phone: testLandline } } : {}), contact: { ...motherForSon().contact, mayText: "no" }, consents: { ...motherForSon().consents, texts: false } });
    const page = await reach(onLandline, "contact");
    expect(textIn(page.html)).toContain(vi.notices.landline);
    expect(page.html).not.toMatch(/name="contact\.mayText" value="yes"/);
    const wrong = await answerStep(page, "contact", [...typedInto(stepOf("contact"), onLandline).filter(([name]) => name !== "contact.mayText"), ["contact.mayText", "yes"]]);
    expect(wrong.status).toBe(422);
    expect(summaryIn(wrong.html)).toEqual([{ id: "contact-mayText", text: vi.errors["contact.mayText.landline"] }]);
    const check = await reach(onLandline, "check");
    expect(textIn(check.html)).toContain(vi.notices.landline);
  });

  test.for(languages)("a child under twelve is told kindly, in %s, where help is: 111", async (language) => {
    const page = await reach(motherForSon(), "person", language);
    const fields = typedInto(stepOf("person"), motherForSon({ person: { ...motherForSon().person, birthDate: "2014-11-22" } }));
    const kind = await answerStep(page, "person", fields, language);
    expect(kind.status).toBe(422);
    expect(summaryIn(kind.html)).toEqual([{ id: "person-birthDate", text: words[language].errors["birthDate.under12"] }]);
    expect(kind.html).toContain('href="tel:111"');
    const twelveToday = typedInto(stepOf("person"), motherForSon({ person: { ...motherForSon().person, birthDate: "2014-11-21" } }));
    expect((await answerStep(page, "person", twelveToday, language)).status).toBe(200);
  });

  test.for([
    { who: "someone of sixteen who registers himself", application: himself(), says: vi.errors["relationship.selfMustBeAdult"] },
    { who: "a wife who registers a husband of sixteen", application: motherForSon({ relationship: "spouse" }), says: vi.errors["relationship.minorNeedsRepresentative"] },
  ])("$who is told as soon as the age is known, not at the end", async ({ application, says }) => {
    const page = await reach(application, "person");
    const fields = typedInto(stepOf("person"), { ...application, person: { ...application.person, birthDate: "2010-05-05" } });
    const told = await answerStep(page, "person", fields);
    expect({ status: told.status, slug: told.slug, summary: summaryIn(told.html) }).toEqual({ status: 422, slug: firstStep.slug, summary: [{ id: "relationship", text: says }] });
    expect(lostIds(told.html)).toEqual([]);
  });
});

describe("the way back", () => {
  test("keeps what was typed on the page that is left, even if it is not right yet", async () => {
    const page = await reach(motherForSon(), "person");
    expect(otherActionsIn(page.html)).toContain(showStepPath("vi", stepOf("applicantAddress").slug));
    const back = await showStep(page, "applicantAddress", [["left", stepOf("person").slug], ["person.fullName", "Nguyễn 123"], ["person.birthDate.day", "31"]]);
    expect(back.status).toBe(200);
    expect(back.slug).toBe(stepOf("applicantAddress").slug);
    expect(valuesIn(back.html, "applicant.address.street")).toEqual(["12 phố Thí Nghiệm"]);
    expect(valuesIn(back.html, "applicant.address.provinceCode")).toEqual(["01"]);
    expect(summaryIn(back.html)).toEqual([]);
    const forth = await answerStep(back, "applicantAddress", typedInto(stepOf("applicantAddress"), motherForSon()));
    expect(forth.slug).toBe(stepOf("person").slug);
    expect(valuesIn(forth.html, "person.fullName")).toEqual(["Nguyễn 123"]);
    expect(valuesIn(forth.html, "person.birthDate.day")).toEqual(["31"]);
  });

  test("keeps a box unticked that was unticked on the page that is left", async () => {
    const check = await reach(motherForSon(), "check");
    const before = await showStep(check, "before", []);
    expect(before.html).toMatch(/name="consents.texts"[^>]* checked/);
    const back = await showStep(before, "contact", [["left", stepOf("before").slug]]);
    const again = await showStep(back, "before", [["left", stepOf("contact").slug], ...typedInto(stepOf("contact"), motherForSon())]);
    expect(again.html).not.toMatch(/name="consents.(texts|handling)"[^>]* checked/);
  });

  test("can be walked to the first page and forward again with every answer in place", async () => {
    let page = await reach(motherForSon(), "check");
    page = await showStep(page, "before");
    for (let pages = 0; page.slug !== firstStep.slug && pages < 30; pages += 1) {
      const previous = otherActionsIn(page.html).find((action) => action.startsWith(`${pagePath("vi", "register")}/`)) ?? "";
      page = await post(previous, withSealed(page.sealed));
      expect(page.status).toBe(200);
    }
    expect(page.slug).toBe(firstStep.slug);
    expect(valuesIn(page.html, "relationship")).toEqual(["mother"]);
    const check = await post(stepPath("vi", checkSlug), withSealed(page.sealed));
    expect(h1In(check.html)).toBe(vi.check.title);
  });

  test("to a step that this person does not meet is the first page", async () => {
    const page = await showStep(await reach(himself(), "person"), "applicantAddress");
    expect(page.status).toBe(200);
    expect(page.slug).toBe(firstStep.slug);
  });
});

describe("the page before sending", () => {
  test("has a way to change each group of answers, and each comes back here", async () => {
    const check = await reach(inFacility(), "check");
    const changes = otherActionsIn(check.html).filter((action) => action.endsWith("/xem"));
    expect(changes.length).toBeGreaterThanOrEqual(13);
    for (const action of changes) {
      const step = steps.find(({ slug }) => action === showStepPath("vi", slug));
      if (!step) throw new Error(`no step for ${action}`);
      const shown = await post(action, withSealed(check.sealed));
      expect({ step: step.id, status: shown.status, slug: shown.slug }).toEqual({ step: step.id, status: 200, slug: step.slug });
      const answered = await answerStep(shown, step.id, typedInto(step, inFacility()));
      expect({ step: step.id, slug: answered.slug, h1: h1In(answered.html) }).toEqual({ step: step.id, slug: submitSlug, h1: vi.check.title });
    }
  });

  test("shows a changed answer", async () => {
    const check = await reach(inFacility(), "check");
    expect(textIn(check.html)).toContain("Cơ sở Thí Dụ");
    const changed = await answerStep(await showStep(check, "facility"), "facility", [["treatment.facilityName", "Cơ sở Khác"]]);
    expect(textIn(changed.html)).toContain("Cơ sở Khác");
    expect(textIn(changed.html)).not.toContain("Cơ sở Thí Dụ");
  });

  test("an early answer that makes a later one unlawful leads to the later one, with the reason", async () => {
    const check = await reach(motherForSon(), "check");
    const home = await showStep(check, "personHome");
    const address = await answerStep(home, "personHome", [["person.residence.kind", "unsettled"]]);
    expect(address.slug).toBe(stepOf("personAddress").slug);
    const place = await answerStep(address, "personAddress", [["person.residence.provinceCode", "01"], ["person.residence.communeCode", "Phường Ba Đình"]]);
    expect(place.slug).toBe(stepOf("place").slug);
    expect(place.status).toBe(422);
    expect(summaryIn(place.html)).toEqual([{ id: "treatment-place", text: vi.errors["place.unsettledPublicOnly"] }]);
    expect(lostIds(place.html)).toEqual([]);
    const put = await answerStep(place, "place", [["treatment.place", "publicFacility"]]);
    expect(h1In(put.html)).toBe(vi.check.title);
    expect(textIn(put.html)).not.toContain(vi.fields.planning.label);
  });

  test("an early answer that asks for more leads to what is missing, without blame", async () => {
    const check = await reach(motherForSon(), "check");
    const paper = await answerStep(await showStep(check, "determination"), "determination", [["determination.kind", "paper"]]);
    expect(paper.slug).toBe(stepOf("determinationPaper").slug);
    expect(paper.status).toBe(200);
    expect(summaryIn(paper.html)).toEqual([]);
  });

  test("is not reached by going straight to it: the first open page is shown instead", async () => {
    const early = await reach(motherForSon(), "person");
    for (const slug of [checkSlug, submitSlug]) {
      const page = await post(stepPath("vi", slug), withSealed(early.sealed));
      expect({ slug: page.slug, status: page.status }).toEqual({ slug: stepOf("person").slug, status: 200 });
    }
  });
});

describe("the other language", () => {
  test.for(languages)("from a step in %s keeps every answer and stays on the page", async (language) => {
    const other = otherWay[language];
    const page = await reach(motherForSon(), "personPapers", language);
    const to = otherActionsIn(page.html).find((action) => action === showStepPath(other, stepOf("personPapers").slug)) ?? "";
    const typed: [string, string][] = [["person.identity.kind", "passport"], ["person.identity.number", "?"], ["person.identity.issuedBy", "Cục Thử"]];
    const switched = await post(to, withSealed(page.sealed, [...typed, ["left", stepOf("personPapers").slug]]));
    expect(switched.status).toBe(200);
    expect(switched.html).toContain(`<html lang="${other}"`);
    expect(h1In(switched.html)).toBe(words[other].steps.personPapers.title);
    for (const [name, value] of typed) expect(valuesIn(switched.html, name)).toEqual([value]);
    const onward = await answerStep(switched, "personPapers", typedInto(stepOf("personPapers"), motherForSon()), other);
    expect(onward.slug).toBe(stepOf("personHome").slug);
    const check = await post(stepPath(other, checkSlug), withSealed((await reach(motherForSon(), "check", language)).sealed));
    expect(h1In(check.html)).toBe(words[other].check.title);
    expect(textIn(check.html)).toContain("Trần Thị Ví Dụ");
  });
});

describe("the sealed answers", () => {
  const everyStep = [...steps.filter((step) => step !== firstStep).flatMap(({ slug }) => [slug, `${slug}/xem`]), `${firstStep.slug}/xem`, checkSlug, submitSlug];
  const isFreshStart = (page: Page, language: Language) => {
    expect(page.status).toBe(410);
    expect(h1In(page.html)).toBe(words[language].problems.title.expired);
    expect(page.html).toContain(`href="${pagePath(language, "register")}"`);
  };

  test.for(languages)("missing, no page after the first goes on, in %s: it offers a fresh start", async (language) => {
    for (const slug of everyStep) isFreshStart(await post(stepPath(language, slug), []), language);
  });

  test("altered in any place, they open nothing", async () => {
    const { sealed } = await reach(motherForSon(), "check");
    const middle = Math.floor(sealed.length / 2);
    const flipped = (at: number) => `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    for (const altered of [flipped(0), flipped(3), flipped(20), flipped(middle), flipped(sealed.length - 3), sealed.slice(0, -8), sealed.slice(2), `${sealed}AAAA`, "1.", "1.AAAA", ".", "x", `1.${"A".repeat(60)}`]) {
      isFreshStart(await post(stepPath("vi", submitSlug), withSealed(altered)), "vi");
    }
  });

  test("older than four hours, they open nothing; a minute younger, they do", async () => {
    const { sealed } = await reach(motherForSon(), "check");
    world.forward(4 * 3_600_000 - 60_000);
    expect(h1In((await post(stepPath("vi", checkSlug), withSealed(sealed))).html)).toBe(vi.check.title);
    world.forward(2 * 60_000);
    for (const slug of [checkSlug, submitSlug, stepOf("person").slug, `${stepOf("person").slug}/xem`]) isFreshStart(await post(stepPath("vi", slug), withSealed(sealed)), "vi");
  });

  test("each page turned gives another four hours", async () => {
    const first = await reach(motherForSon(), "person");
    world.forward(3 * 3_600_000);
    const second = await answerStep(first, "person", typedInto(stepOf("person"), motherForSon()));
    world.forward(3 * 3_600_000);
    expect((await answerStep(second, "personPapers", typedInto(stepOf("personPapers"), motherForSon()))).status).toBe(200);
    isFreshStart(await answerStep(first, "person", typedInto(stepOf("person"), motherForSon())), "vi");
  });

  test("sealed for something else, they open nothing", async () => {
    const at = new Date(world.now().getTime() + 60_000);
    const state = { key: "0123456789abcdef", answers: {}, reviewing: false };
    expect((await post(stepPath("vi", checkSlug), withSealed(world.deps.seal.close("form", state, at)))).status).toBe(200);
    isFreshStart(await post(stepPath("vi", checkSlug), withSealed(world.deps.seal.close("status", state, at))), "vi");
    isFreshStart(await post(stepPath("vi", checkSlug), withSealed(world.deps.seal.close("form", { ...state, more: 1 }, at))), "vi");
    isFreshStart(await post(stepPath("vi", checkSlug), withSealed(world.deps.seal.close("form", null, at))), "vi");
  });

  test("are the only place where an answer travels: no page shows what belongs to another", async () => {
    const named = { ...baDinh, communeCode: "Phường Ba Đình" };
    const { applicant, person } = motherForSon();
    const application = inFacility({
      ...(applicant ? { applicant: { ...applicant, address: { ...named, street: "12 phố Thí Nghiệm" } } } : {}),
      person: { ...person, residence: { kind: "settled", ...named, street: "5 ngõ Thử" } },
    });
    const secrets = steps
      .filter(({ id }) => id !== "before")
      .flatMap((step) => typedInto(step, application).filter(([, value]) => value.length > 4 && /[\d ]/.test(value)).map(([, value]) => ({ step: step.id, value })));
    expect(secrets.length).toBeGreaterThan(9);
    await walk(world, application, {
      seen: (step, page) => {
        for (const { value } of secrets) expect({ page: step.id, value, shown: withoutSealed(page.html).includes(value) }).toEqual({ page: step.id, value, shown: false });
      },
    });
    const check = await reach(application, "check");
    for (const step of steps.filter(({ id }) => secrets.some((secret) => secret.step === id))) {
      const shown = withoutSealed((await showStep(check, step.id)).html);
      for (const { step: home, value } of secrets) expect({ page: step.id, value, shown: shown.includes(value) }).toEqual({ page: step.id, value, shown: home === step.id || secrets.some((own) => own.step === step.id && own.value === value) });
    }
  });
});

test.for(languages)("reading an address of a step leads to the start, in %s", async (language) => {
  for (const slug of [...steps.map((step) => step.slug), `${firstStep.slug}/xem`, checkSlug, submitSlug, "khong-co"]) {
    const answer = await world.app.request(stepPath(language, slug));
    expect({ slug, status: answer.status, to: answer.headers.get("location") }).toEqual({ slug, status: 303, to: pagePath(language, "register") });
  }
});

test("every page that was made for one person may not be kept, framed, sniffed or told to another site", () => {
  expect(seen.length).toBeGreaterThan(200);
  expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([200, 410, 422]));
  for (const { headers } of seen) {
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toMatch(/^text\/html; charset=utf-8$/i);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("set-cookie")).toBeNull();
  }
});

test("nothing of all this was stored: no page but the last one sends", async () => {
  expect(await rowCounts(world)).toEqual({ registrations: 0, messages: 0 });
  expect(world.logged).toEqual([]);
});
