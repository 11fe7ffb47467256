import { describe, expect, test } from "vitest";
import { withTexts } from "../../../../functions/hotline/write.ts";
import type { Change } from "../../../../functions/hotline/store.ts";
import type { ContactRule } from "../../../../shared/contact/safe-contact.ts";
import { newCaller, type Caller, type Entry } from "../../../../shared/hotline/caller.ts";
import { newMessage } from "../../../../shared/messages/message.ts";

const now = new Date("2026-11-23T02:00:00.000Z");
const later = "2026-11-25T01:50:00.000Z";
const rule: ContactRule = { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "evening"], textsAgreed: true, askedAt: "2026-11-23T01:00:00.000Z" };
const entry = (reference: string, change: Partial<Entry> = {}): Entry => ({
  reference,
  state: "waiting",
  kind: "booked",
  dueAt: "2026-11-25T02:00:00.000Z",
  slotId: "2026-11-25T09:00",
  danger: false,
  asking: "self",
  borrowed: false,
  language: "vi",
  openedAt: "2026-11-23T01:00:00.000Z",
  contact: rule,
  ...change,
});
const text = (id: string, reference: string, notAfter = later) => ({ id, reference, notAfter });
const caller = (entries: Entry[], texts: Caller["texts"], change: Partial<Caller> = {}): Caller => ({ ...newCaller("key", "09•• ••• 600"), version: 1, entries, texts, ...change });
const message = (id: string, reference: string): Change => ({
  what: "message",
  reference,
  message: newMessage({ area: "hotline", subject: "key", id, lane: "notice", template: "booked", language: "vi", reason: "justDone", to: "+84900000600", contact: rule, dueAt: now.toISOString(), notAfter: later }, now),
});

/** What becomes of the texts of a caller who is changed like this, with whatever else is written. */
function after(before: Caller, change: Partial<Caller>, others: readonly Change[] = []) {
  const written = withTexts([{ what: "caller", before, after: { ...before, version: before.version + 1, ...change } }, ...others], now);
  const listed = written.flatMap((one) => (one.what === "caller" ? one.after.texts.map(({ id }) => id) : []));
  const back = Object.fromEntries(written.flatMap((one) => (one.what === "noMessage" ? [[one.message.id, one.because]] : [])));
  const amended = Object.fromEntries(written.flatMap((one) => (one.what === "messageRule" ? [[one.message.id, one.contact]] : [])));
  for (const one of written) if (one.what === "noMessage" || one.what === "messageRule") expect(one.message).toMatchObject({ area: "hotline", subject: "key" });
  return { listed, back, amended };
}
const two = caller([entry("A"), entry("B", { kind: "soon", slotId: undefined })], [text("a1", "A"), text("a2", "A"), text("b1", "B")]);
const [a, b] = two.entries as [Entry, Entry];
const unchanged = { back: {}, amended: {} };

describe("texts follow the caller they are about", () => {
  test("a write that leaves requests as they are leaves texts as they are", () => {
    expect(after(two, { lease: { id: "l", staffId: "s", name: "n", until: later } })).toEqual({ listed: ["a1", "a2", "b1"], ...unchanged });
    expect(after(two, { entries: [{ ...a, dueAt: later, turn: "missed" }, b] })).toEqual({ listed: ["a1", "a2", "b1"], ...unchanged });
  });

  test("what can be sent no more is forgotten, and nothing is written about it", () => {
    // At this very moment the last one may still leave.
    const old = caller([a], [text("gone", "A", new Date(now.getTime() - 1).toISOString()), text("last", "A", now.toISOString())]);
    expect(after(old, { entries: [] })).toEqual({ listed: [], back: { last: "ended" }, amended: {} });
    expect(after(old, {})).toEqual({ listed: ["last"], ...unchanged });
  });

  test.each<[what: string, entries: Entry[], because: string]>([
    ["ended", [b], "ended"],
    ["has another time", [{ ...a, slotId: "2026-11-26T09:00" }, b], "moved"],
    ["has no time of its own any more", [{ ...a, kind: "soon", slotId: undefined }, b], "moved"],
    ["waits as soon as possible in the half hour it had chosen", [{ ...a, kind: "soon" }, b], "moved"],
    ["lost its time to a closed half hour", [{ ...a, slotId: undefined, turn: "slotClosed" }, b], "slotClosed"],
    ["wants no more texts", [{ ...a, textsStopped: "appointment" }, b], "stopped"],
    ["was the one by whose text all to the phone were stopped", [{ ...a, textsStopped: "phone" }, b], "stopped"],
    ["rests", [{ ...a, state: "resting", slotId: undefined, turn: "missed" }, b], "missed"],
  ])("a request that %s takes its texts back, and no other's", (_what, entries, because) => {
    expect(after(two, { entries })).toEqual({ listed: ["b1"], back: { a1: because, a2: because }, amended: {} });
  });

  test("a request for as soon as possible keeps its texts in whatever half hour it is expected, until it rests", () => {
    expect(after(two, { entries: [a, { ...b, slotId: "2026-11-23T10:00" }] })).toEqual({ listed: ["a1", "a2", "b1"], ...unchanged });
    expect(after(two, { entries: [a, { ...b, state: "resting", turn: "missed" }] })).toMatchObject({ listed: ["a1", "a2"], back: { b1: "missed" } });
  });

  test("what the same write promises is listed, and never taken back by it", () => {
    expect(after(two, { entries: [{ ...a, slotId: "2026-11-26T09:00" }, b] }, [message("a3", "A"), message("a4", "A")])).toEqual({ listed: ["b1", "a3", "a4"], back: { a1: "moved", a2: "moved" }, amended: {} });
    // What says that it was cancelled is about a request that is no more.
    expect(after(two, { entries: [b] }, [message("a3", "A")])).toEqual({ listed: ["b1", "a3"], back: { a1: "ended", a2: "ended" }, amended: {} });
  });

  test("what was said of a request that had ended before stays true when others change", () => {
    const cancelled = caller([b], [text("a3", "A"), text("b1", "B")]);
    expect(after(cancelled, { entries: [] })).toEqual({ listed: ["a3"], back: { b1: "ended" }, amended: {} });
  });

  test("what was said of a request that had ended before is no longer the last word once there is a new one", () => {
    const cancelled = caller([b], [text("a3", "A"), text("b1", "B")]);
    expect(after(cancelled, { entries: [b, entry("C")] }, [message("c1", "C")])).toEqual({ listed: ["b1", "c1"], back: { a3: "ended" }, amended: {} });
  });

  test("texts stopped once are not taken back again, nor is what was promised since", () => {
    const stopped = caller([{ ...a, textsStopped: "appointment" }, b], [text("a1", "A"), text("b1", "B")]);
    expect(after(stopped, { entries: [{ ...a, textsStopped: "phone" }, b] })).toEqual({ listed: ["a1", "b1"], ...unchanged });
  });

  test.each(["askedNotToCallAt", "wrongNumberAt"] as const)("nothing is true any more once the phone %s", (what) => {
    const cancelled = caller([b], [text("a3", "A"), text("b1", "B")]);
    expect(Object.keys(after(cancelled, { entries: [], [what]: now.toISOString() }).back)).toEqual(["a3", "b1"]);
    // Said before, it takes back nothing that was promised since.
    const before = caller([b], [text("b1", "B")], { [what]: "2026-10-01T00:00:00.000Z" });
    expect(after(before, {})).toEqual({ listed: ["b1"], ...unchanged });
  });

  test("new answers under the phone reach all that may still come, whatever it is about", () => {
    const no = after(two, { entries: [a, { ...b, contact: { ...rule, mayText: "no" } }] });
    expect(no).toMatchObject({ listed: ["a1", "a2", "b1"], back: {}, amended: { a1: { mayText: "no" }, a2: { mayText: "no" }, b1: { mayText: "no" } } });
    const hours = after(two, { entries: [a, b, entry("C", { contact: { ...rule, hours: ["afternoon"], askedAt: now.toISOString() } })] });
    expect(Object.values(hours.amended).map((contact) => contact.hours)).toEqual([["afternoon"], ["afternoon"], ["afternoon"]]);
  });

  test("answers that are gone with their request are gone for the others too", () => {
    const strict = caller([a, { ...b, contact: { ...rule, mayText: "no" } }], two.texts);
    // Each text is named once: a write may name a row once.
    expect(after(strict, { entries: [a] })).toEqual({ listed: ["a1", "a2"], back: { b1: "ended" }, amended: { a1: rule, a2: rule } });
  });

  test("with nothing open there are no answers to judge by, and what waits keeps its own", () => {
    const cancelled = caller([b], [text("a3", "A"), text("b1", "B")]);
    expect(after(cancelled, { entries: [] }).amended).toEqual({});
  });

  test("a write of no caller is written as it is", () => {
    const changes: Change[] = [{ what: "phone", callerKey: "key", phone: "+84900000600" }];
    expect(withTexts(changes, now)).toEqual(changes);
  });
});
