import { describe, expect, test } from "vitest";
import { appointmentSchema } from "../../../../shared/appointment/appointment.ts";
import { appointmentOf, asShown, awaitsDecision, callbackErrorCodes, callbackFactsOf, callbackRequestSchema, checkCallback, type Callback, type CallbackRequest } from "../../../../shared/hotline/callback.ts";
import { callbackKinds } from "../../../../shared/hotline/caller.ts";
import { callbackStates } from "../../../../shared/hotline/state.ts";
import { callRequest, timeRequest } from "../../../support/hotline.ts";
import { testLandline } from "../../../support/people.ts";
import { without } from "../../support/change.ts";

const slotId = "2026-11-24T09:00";
const wrong = (candidate: unknown): string[] => checkCallback(candidate).issues.map(({ path, code }) => `${path}: ${code}`);

test("a request that obeys every rule is taken as it is", () => {
  for (const request of [callRequest(), timeRequest(slotId), callRequest({ askFor: "Chị Mẫu" })]) expect(checkCallback(request)).toEqual({ request, issues: [] });
});

describe("nothing has a default", () => {
  test.each([
    ["dangerNow", "dangerNow.missing"],
    ["dangerBody", "dangerBody.missing"],
    ["way", "way.missing"],
    ["asking", "asking.missing"],
    ["phone", "phone.missing"],
    ["phoneOwner", "phoneOwner.missing"],
    ["language", "language.missing"],
    ["contact.mayText", "contact.mayText.missing"],
    ["contact.maySayWho", "contact.maySayWho.missing"],
    ["contact.voicemail", "contact.voicemail.missing"],
    ["contact.whoMayAnswer", "contact.whoMayAnswer.missing"],
    ["contact.hours", "contact.hours.missing"],
    ["consents.handling", "consents.handling.missing"],
    ["consents.texts", "consents.texts.missing"],
    ["consents.wording", "consents.wording.old"],
  ])("%s left out is asked for", (path, code) => {
    expect(wrong(without(callRequest(), path))).toContain(`${path}: ${code}`);
  });
});

describe("what does not fit together", () => {
  test.each<[string, Partial<CallbackRequest> | Record<string, unknown>, string]>([
    ["a time is wished and none is named", { way: "slot" }, "slotId: slotId.missing"],
    ["a time is named that is none of ours", { way: "slot", slotId: "2026-11-24T09:15" }, "slotId: slotId.unknown"],
    ["a time is named for “as soon as possible”", { slotId }, "slotId: slotId.notForSoon"],
    ["a landline wants texts", { phone: testLandline }, "contact.mayText: contact.mayText.landline"],
    ["a borrowed phone wants texts", { phoneOwner: "borrowed" }, "contact.mayText: contact.mayText.borrowed"],
    ["a borrowed phone allows messages on it", { phoneOwner: "borrowed", contact: { ...callRequest().contact, mayText: "no", voicemail: "neutral" }, consents: { ...callRequest().consents, texts: false } }, "contact.voicemail: contact.voicemail.borrowed"],
    ["texts are agreed to and not wanted", { contact: { ...callRequest().contact, mayText: "no" } }, "consents.texts: consents.texts.notAsked"],
    ["the owner of the phone has not asked", { phoneOwner: "notAsked" }, "phoneOwner: phoneOwner.notAsked"],
    ["somebody rings us themself", { way: "iCall" }, "way: way.missing"],
    ["the number is abroad", { phone: "+14155550100" }, "phone: phone.notVietnamese"],
    ["the number is a short code", { phone: "1900 1234" }, "phone: phone.notVietnamese"],
    ["the word to ask for is markup", { askFor: "<b>Mẫu" }, "askFor: text.characters"],
    ["the word to ask for is longer than 40 characters", { askFor: "m".repeat(41) }, "askFor: text.tooLong"],
    ["the consent was worded otherwise", { consents: { wording: "2020-01-01", handling: true, texts: true } }, "consents.wording: consents.wording.old"],
    ["handling is not agreed to", { consents: { ...callRequest().consents, handling: false } }, "consents.handling: consents.handling.missing"],
    ["no hour is safe", { contact: { ...callRequest().contact, hours: [] } }, "contact.hours: contact.hours.missing"],
    ["something is sent that nobody asked", { address: "12 phố Thí Nghiệm" }, "address: field.unknown"],
  ])("%s", (_, change, issue) => {
    expect(wrong({ ...callRequest(), ...change })).toEqual([issue]);
  });

  test("a landline and a borrowed phone without texts are welcome", () => {
    const quiet = { contact: { ...callRequest().contact, mayText: "no" as const }, consents: { ...callRequest().consents, texts: false } };
    expect(wrong(callRequest({ ...quiet, phone: testLandline }))).toEqual([]);
    expect(wrong(callRequest({ ...quiet, phoneOwner: "borrowed" }))).toEqual([]);
  });

  test("several things wrong are told together", () => {
    expect(wrong({ ...callRequest(), way: "slot", phoneOwner: "borrowed", asking: undefined }).toSorted()).toEqual(["asking: asking.missing", "contact.mayText: contact.mayText.borrowed", "slotId: slotId.missing"]);
  });
});

test("whatever is wrong has a code that pages can put into words", () => {
  for (const candidate of [{}, null, undefined, 7, "x", [], { contact: 1, consents: [] }, { ...callRequest(), phone: { a: 1 } }])
    for (const { code } of checkCallback(candidate).issues) expect(callbackErrorCodes).toContain(code);
});

test("danger asks for nothing more and stands in nobody's way: yes to one question is enough", () => {
  for (const [dangerNow, dangerBody, danger] of [["yes", "no", true], ["no", "yes", true], ["yes", "yes", true], ["no", "no", false]] as const) {
    expect(callbackFactsOf({ dangerNow, dangerBody }).danger).toBe(danger);
    expect(wrong(callRequest({ dangerNow, dangerBody }))).toEqual([]);
  }
});

test("nothing but the number, a word to ask for, and how to reach somebody is asked", () => {
  expect(Object.keys(callbackRequestSchema.shape).toSorted()).toEqual(["askFor", "asking", "consents", "contact", "dangerBody", "dangerNow", "language", "phone", "phoneOwner", "slotId", "way"]);
});

describe("a call as an appointment", () => {
  const callback: Callback = {
    reference: "K7M4Q9TX",
    callerKey: "key",
    version: 3,
    state: "waiting",
    kind: "booked",
    slotId,
    language: "vi",
    openedAt: "2026-11-21T02:00:00.000Z",
    danger: true,
    contact: { ...callRequest().contact, textsAgreed: true, askedAt: "2026-11-21T02:00:00.000Z" },
    consentWording: "2026-11-22",
  };
  const stands = (change: Partial<Callback>) => appointmentOf({ ...callback, ...change });

  test("has its half hour, when it was booked and how often it changed, and nothing of who or what", () => {
    expect(stands({})).toEqual({ id: "K7M4Q9TX", kind: "call", state: "planned", at: "2026-11-24T02:00:00.000Z", bookedAt: callback.openedAt, version: 3 });
    expect(stands({ confirmedAt: "2026-11-22T02:00:00.000Z" })).toMatchObject({ confirmedAt: "2026-11-22T02:00:00.000Z" });
  });

  test.each(callbackKinds)("is one of kind “%s” only if it has a time of its own", (kind) => {
    expect(stands({ kind }) !== null).toBe(kind !== "soon");
    expect(stands({ kind, slotId: undefined })).toBeNull();
  });

  test.each(callbackStates)("that is %s is planned while it is open, over once it took place, else cancelled", (state) => {
    const found = stands({ state });
    expect(appointmentSchema.parse(found)).toEqual(found);
    expect(found?.state).toBe({ waiting: "planned", resting: "planned", done: "over", cancelled: "cancelled", closed: "cancelled" }[state]);
  });

  test("that a person of ours must decide on is shown as one that waits, and one that nobody answered is not", () => {
    const stopped: Callback = { ...callback, state: "resting" };
    expect([awaitsDecision(stopped), asShown(stopped).state]).toEqual([true, "waiting"]);
    const missed: Callback = { ...stopped, because: "noAnswer" };
    expect([awaitsDecision(missed), asShown(missed)]).toEqual([false, missed]);
    for (const state of callbackStates.filter((one) => one !== "resting")) expect(asShown({ ...callback, state })).toEqual({ ...callback, state });
  });
});
