import { isDeepStrictEqual } from "node:util";
import { array, asyncProperty, boolean, constant, constantFrom, integer, nat, oneof, record, type Arbitrary } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirm, stopTexts } from "../../../functions/hotline/answer.ts";
import { book } from "../../../functions/hotline/book.ts";
import { cancel, move, soon } from "../../../functions/hotline/change.ts";
import { closeSlots } from "../../../functions/hotline/close-slots.ts";
import { closeAll, ringAgain } from "../../../functions/hotline/decide.ts";
import type { Deps } from "../../../functions/hotline/deps.ts";
import { callerKeyOf } from "../../../functions/hotline/identify.ts";
import { recordCall, type Recorded } from "../../../functions/hotline/record-call.ts";
import { AskedTooOften, LeaseLost, NoSeat, NotNow, TooLate } from "../../../functions/hotline/refusals.ts";
import { ring } from "../../../functions/hotline/ring.ts";
import { handBack, take, takeNext } from "../../../functions/hotline/take.ts";
import { safeHours, type ContactRule, type SafeHours } from "../../../shared/contact/safe-contact.ts";
import type { CallbackRequest } from "../../../shared/hotline/callback.ts";
import { ruleOf, type Caller } from "../../../shared/hotline/caller.ts";
import { outcomes, type Outcome } from "../../../shared/hotline/ladder.ts";
import { slotStart, type SlotId } from "../../../shared/hotline/slots.ts";
import { textMoment } from "../../../shared/messages/text-moment.ts";
import { allRows, callerPhone, callRequest, counsellor, emptyHotline, hotlineOf, mayStillCome, newKey, promisedRows, slotsWith, writeRows } from "../../support/hotline.ts";
import { sealedIn } from "../../support/sender.ts";
import { startWorld, type Row, type World } from "../../support/world.ts";
import { holdsWhile } from "./roster-desk.ts";

// A text is taken back, or judged anew, by the caller's own list of what may still come: were one missing there, nothing could stop it.

let shared: World;
beforeAll(async () => {
  shared = await startWorld();
});
afterAll(() => shared.stop());

/** Monday to Thursday; half hours by day and one at night. */
const slots = ["2026-11-23T15:00", "2026-11-24T09:00", "2026-11-24T20:30", "2026-11-25T09:00", "2026-11-26T14:00"] as const;
const phones: readonly string[] = [callerPhone(0), callerPhone(1)];
const staff = counsellor(1);

const who = nat(phones.length - 1);
const which = nat(2);
const slotId = constantFrom(...slots);
type Own = { who: number; which: number };
type Step =
  | { what: "book"; who: number; to: string; hours: SafeHours[]; mayText: "yes" | "no" }
  | ({ what: "move"; to: string } & Own)
  | ({ what: "cancel" | "confirm" } & Own)
  | ({ what: "stop"; wholePhone: boolean } & Own)
  | { what: "closeSlot"; slotId: SlotId }
  | { what: "call"; who: number; outcome: Outcome; followUp: SlotId | undefined }
  | { what: "neverReached" | "handBack" | "takeNext" | "closeAll" | "ringAgain"; who: number }
  | { what: "wait"; minutes: number };
const some = <T extends Step>(weight: number, arbitrary: Arbitrary<T>): { weight: number; arbitrary: Arbitrary<Step> } => ({ weight, arbitrary });
const step = oneof(
  some(4, record({ what: constant("book" as const), who, to: constantFrom(...slots, soon, soon), hours: constantFrom<SafeHours[]>([...safeHours], ["morning"], ["evening"]), mayText: constantFrom<"yes" | "no">("yes", "yes", "yes", "no") })),
  some(3, record({ what: constant("move" as const), who, which, to: oneof(slotId, constant(soon)) })),
  some(3, record({ what: constantFrom<"cancel" | "confirm">("cancel", "cancel", "confirm"), who, which })),
  some(1, record({ what: constant("stop" as const), who, which, wholePhone: boolean() })),
  some(1, record({ what: constant("closeSlot" as const), slotId })),
  some(3, record({ what: constant("call" as const), who, outcome: constantFrom<Outcome>(...outcomes, "askedNotToCall"), followUp: oneof(slotId, constant(undefined)) })),
  some(2, record({ what: constantFrom<"neverReached" | "handBack" | "takeNext" | "closeAll" | "ringAgain">("neverReached", "neverReached", "handBack", "takeNext", "closeAll", "ringAgain"), who })),
  some(3, record({ what: constant("wait" as const), minutes: integer({ min: 20, max: 900 }) })),
);

/** What may be answered instead of doing as asked. */
const refusals = [AskedTooOften, LeaseLost, NoSeat, NotNow, TooLate];

async function act(deps: Deps, doing: Step, references: readonly string[][]): Promise<void> {
  if (doing.what === "wait") return shared.forward(doing.minutes * 60_000);
  if (doing.what === "closeSlot") return void (await closeSlots(deps, { date: doing.slotId.slice(0, 10), slotIds: [doing.slotId], staff, reason: "thử" }));
  const phone = phones[doing.who] ?? "";
  const key = callerKeyOf(deps, phone);
  if (doing.what === "book") {
    const answers: Partial<CallbackRequest> = { phone, contact: { ...callRequest().contact, hours: [...doing.hours], mayText: doing.mayText }, consents: { ...callRequest().consents, texts: doing.mayText === "yes" } };
    const request = callRequest(doing.to === soon ? answers : { ...answers, way: "slot", slotId: doing.to });
    return void references[doing.who]?.push((await book(deps, { request, idempotencyKey: newKey() })).receipt.reference);
  }
  if ("which" in doing) {
    const reference = references[doing.who]?.at(-1 - doing.which);
    if (reference === undefined) return;
    if (doing.what === "move") await move(deps, { reference, to: doing.to });
    else if (doing.what === "stop") await stopTexts(deps, reference, { wholePhone: doing.wholePhone });
    else await (doing.what === "cancel" ? cancel : confirm)(deps, reference);
    return;
  }
  const rung = async (outcome: Outcome, followUp?: SlotId): Promise<Recorded | undefined> => {
    const held = await take(deps, { key, staff });
    if (!held) return undefined;
    await ring(deps, { ...held, staff });
    return recordCall(deps, { ...held, staff, outcome, note: "", voicemail: false, ...(outcome === "reached" ? { followUp } : {}) });
  };
  if (doing.what === "call") return void (await rung(doing.outcome, doing.followUp));
  const desk: Record<typeof doing.what, () => Promise<unknown>> = {
    closeAll: () => closeAll(deps, { key, staff, reason: "thử" }),
    ringAgain: () => ringAgain(deps, { key, staff, reason: "thử" }),
    takeNext: () => takeNext(deps, staff),
    handBack: async () => {
      const held = await take(deps, { key, staff });
      if (held) await handBack(deps, { ...held, staff });
    },
    neverReached: async () => {
      for (let again = (await rung("noAnswer"))?.again; again; again = (await rung("noAnswer"))?.again) shared.moveTo(again);
    },
  };
  await desk[doing.what]();
}

/** What is wrong with the texts of a caller; empty when nothing is. */
function wrongOf(caller: Caller, callbacks: readonly Row[], rows: readonly Row[], now: Date): unknown[] {
  const may = rows.filter((row) => mayStillCome(row) && String(row.notAfter) >= now.toISOString());
  const listed = caller.texts.filter(({ notAfter }) => notAfter >= now.toISOString());
  const [ids, listedIds] = [may.map(({ id }) => String(id)).toSorted(), listed.map(({ id }) => id).toSorted()];
  const rule = ruleOf(caller);
  const stoppedAt = [caller.askedNotToCallAt, caller.wrongNumberAt].flatMap((at) => at ?? []);
  const strange = caller.entries.filter(({ reference, contact, textsStopped }) => {
    const callback = callbacks.find((row) => row.reference === reference);
    return !isDeepStrictEqual(callback?.contact, contact) || callback?.textsStopped !== textsStopped;
  });
  const wrongWith = (row: Row): unknown[] => {
    const text = listed.find(({ id }) => id === row.id);
    const entry = caller.entries.find(({ reference }) => reference === text?.reference);
    const { to, values } = sealedIn(row, now) as { to: string; values: { time?: string } };
    const contact = row.contact as ContactRule;
    const isOfItsTime = row.template === "booked" || row.template === "dayBefore" || row.template === "soonBefore";
    const is: [wrong: string, boolean, unknown?][] = [
      // Only that it was cancelled is said of what is no more.
      ["says something of what is over", entry === undefined && row.template !== "cancelled" && row.template !== "callCancelled"],
      ["tells who wants no more texts", entry?.textsStopped !== undefined],
      ["tells of a call that nobody makes", row.template === "callSoon" && (entry?.kind !== "soon" || entry.state !== "waiting"), entry],
      ["goes to who wants nothing more", stoppedAt.some((at) => String(row.createdAt) <= at), stoppedAt],
      ["tells another time", isOfItsTime && (entry?.slotId === undefined || values.time !== textMoment("vi", slotStart(entry.slotId))), [values.time, entry?.slotId]],
      ["does not know of the “no”", rule?.mayText === "no" && contact.mayText === "yes"],
      ["is judged by other hours", rule !== null && isOfItsTime && contact.hours.join() !== rule.hours.join(), [contact.hours, rule?.hours]],
      ["goes elsewhere", !phones.includes(to), to],
    ];
    return is.filter(([, wrong]) => wrong).map(([wrong, , seen]) => ({ template: row.template, wrong, seen }));
  };
  return [...strange.map(({ reference }) => ({ wrong: "is answered otherwise", reference })), ...(listedIds.join() === ids.join() ? [] : [{ wrong: "is not listed", listedIds, ids }]), ...may.flatMap(wrongWith)];
}

test("whatever is done to what two phones asked for, each caller's row lists just the texts that may still come, and each of them is still true", { timeout: 120_000 }, async () => {
  let runs = 0;
  let seen = 0;
  await holdsWhile(
    asyncProperty(array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      runs += 1;
      shared.moveTo("2026-11-23T02:00:00.000Z");
      const world = await emptyHotline(shared);
      const deps = hotlineOf(world, `run ${runs}`);
      await writeRows(deps, slotsWith(Object.fromEntries(slots.map((id) => [id, 3]))));
      const references: string[][] = phones.map(() => []);
      for (const doing of steps) {
        await act(deps, doing, references).catch((thrown: unknown) => {
          if (!refusals.some((refusal) => thrown instanceof refusal)) throw thrown;
        });
        const [rows, hotline] = [await promisedRows(world), await allRows(world, "hotline")];
        const callbacks = hotline.filter(({ sk }) => sk === "CALLBACK");
        seen += rows.filter(({ withdrawn }) => withdrawn !== undefined).length;
        for (const phone of phones) {
          const caller = await deps.store.findCaller(callerKeyOf(deps, phone));
          const own = rows.filter(({ subject }) => subject === callerKeyOf(deps, phone));
          expect({ doing, wrong: caller ? wrongOf(caller, callbacks, own, shared.now()) : own }).toEqual({ doing, wrong: [] });
        }
      }
    }),
    40,
  );
  // The steps do take texts back: else all this would hold of nothing.
  expect(seen).toBeGreaterThan(100);
});
