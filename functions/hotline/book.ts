import { localDate } from "../../shared/calendar/local-time.ts";
import { nextSafeTime } from "../../shared/contact/safe-contact.ts";
import { asShown, type Callback, type CallbackReceipt, type CallbackRequest } from "../../shared/hotline/callback.ts";
import { asked, askedEnough, newCaller, mostEntries, ruleOf, stoppedBy, withEntry, type Entry } from "../../shared/hotline/caller.ts";
import { slotStart, type SlotId } from "../../shared/hotline/slots.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { callerKeyOf, changeCodeOf, linkHashOf, linkTokenOf, maskPhone } from "./identify.ts";
import { promisedAppointment, promisedText } from "./promised-text.ts";
import { AskedTooOften, NoSeat } from "./refusals.ts";
import { chosenSeat, firstSeat } from "./seats.ts";
import type { Change } from "./store.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

export type Booked = { receipt: CallbackReceipt; token: string; outcome: "received" | "repeated" | "changedSince" };

const keptSeconds = 24 * 3_600;

/**
 * Takes a request for a call in: a seat in the roster, a row to be rung, the text it promises, in one write.
 * The same key gives the same receipt, however often. Throws `NoSeat` when the chosen time is gone, `AskedTooOften` when
 * so many requests are open under this phone that no call could end them all. How often one may ask, and who stands in turn, is ask-call.ts's to say.
 */
export async function book(deps: Deps, input: { request: CallbackRequest; idempotencyKey: string; holdId?: string | undefined; inTurn?: boolean }): Promise<Booked> {
  const { request, idempotencyKey } = input;
  const { language: _language, ...content } = request;
  const digest = deps.seal.hash("callback-request", JSON.stringify(content));
  const earlier = await before(deps, idempotencyKey, digest);
  if (earlier) return earlier;
  const key = callerKeyOf(deps, request.phone);
  const booked = await untilWritten(async () => {
    const now = deps.now();
    const caller = (await deps.store.findCaller(key, deps.now())) ?? newCaller(key, maskPhone(request.phone));
    const stopped = stoppedBy(caller, now);
    if (caller.entries.length >= mostEntries) throw new AskedTooOften("too many are open");
    const reference = deps.ids.reference();
    const seat = await seatFor(deps, request, { reference, callerKey: key }, input.holdId);
    // The number was stopped, and now somebody gives it again: a person decides, nobody simply rings or texts.
    const entry = { ...entryOf(request, reference, seat?.slotId, stopped, now), ...(input.inTurn ? { inTurn: true } : {}) };
    const nowSeconds = Math.floor(now.getTime() / 1_000);
    const callback = callbackOf(request, entry, key);
    const after = withEntry(asked(caller, localDate(now)), entry);
    // The phone is one: a "no" to texts under another request holds for this one too.
    const about = { ...entry, callerKey: key, contact: ruleOf(after) ?? entry.contact };
    const receipt = !askedEnough(caller, localDate(now));
    const texts = stopped ? [] : request.slotId ? promisedAppointment(deps, request.phone, { ...about, slotId: request.slotId }, { receipt }) : receipt ? promisedText(deps, request.phone, about, "callSoon", "justDone") : [];
    const failed = await write(
      deps,
      [
        { what: "submission", key: idempotencyKey, submission: { reference, digest, expiresAtSeconds: nowSeconds + keptSeconds }, nowSeconds },
        { what: "caller", before: caller, after },
        { what: "callback", before: null, after: callback },
        { what: "phone", callerKey: key, phone: request.phone },
        { what: "link", hash: linkHashOf(deps, linkTokenOf(deps, reference)), reference },
        { what: "event", callerKey: key, event: { id: deps.ids.event(), at: now.toISOString(), type: "booked", reference } },
        ...(seat?.changes ?? []),
        ...texts,
      ],
      now,
    );
    if (failed.has("submission")) return null;
    if (failed.size > 0) return overtaken;
    return { receipt: receiptOf(deps, callback), token: linkTokenOf(deps, reference), outcome: "received" as const };
  }).catch(async (thrown: unknown) => {
    // The same form sent twice at once: what stands in the way may be its own first half.
    const first = thrown instanceof NoSeat || thrown instanceof AskedTooOften ? await before(deps, idempotencyKey, digest) : null;
    if (!first) throw thrown;
    return first;
  });
  if (booked) {
    if (booked.outcome === "received") deps.log.info("CALLBACK_BOOKED");
    return booked;
  }
  const first = await before(deps, idempotencyKey, digest);
  if (!first) throw new Conflict("the earlier request is gone");
  return first;
}

async function before(deps: Deps, idempotencyKey: string, digest: string): Promise<Booked | null> {
  const now = deps.now();
  const earlier = await deps.store.findSubmission(idempotencyKey, Math.floor(now.getTime() / 1_000));
  const callback = earlier && (await deps.store.findCallback(earlier.reference, now));
  if (!callback) return null;
  return { receipt: receiptOf(deps, callback), token: linkTokenOf(deps, callback.reference), outcome: earlier.digest === digest ? "repeated" : "changedSince" };
}

const seatFor = async (deps: Deps, request: CallbackRequest, seat: { reference: string; callerKey: string }, holdId: string | undefined): Promise<{ slotId: SlotId; changes: Change[] } | null> =>
  request.slotId === undefined
    ? firstSeat(deps, request.contact.hours, seat)
    : { slotId: request.slotId, changes: await chosenSeat(deps, request.slotId, seat, holdId) };

function entryOf(request: CallbackRequest, reference: string, slotId: SlotId | undefined, stopped: ReturnType<typeof stoppedBy>, now: Date): Entry {
  const contact = { ...request.contact, textsAgreed: request.consents.texts, askedAt: now.toISOString() };
  const dueAt = request.way === "slot" && slotId ? slotStart(slotId) : nextSafeTime(contact.hours, now);
  return {
    reference,
    state: stopped ? "resting" : "waiting",
    kind: request.way === "slot" ? "booked" : "soon",
    dueAt: dueAt.toISOString(),
    ...(slotId ? { slotId } : {}),
    danger: request.dangerNow === "yes" || request.dangerBody === "yes",
    asking: request.asking,
    borrowed: request.phoneOwner === "borrowed",
    ...(request.askFor ? { askFor: request.askFor } : {}),
    language: request.language,
    openedAt: now.toISOString(),
    ...(stopped ? { turn: stopped } : {}),
    contact,
  };
}

const callbackOf = (request: CallbackRequest, { reference, state, kind, slotId, language, openedAt, danger, contact }: Entry, callerKey: string): Callback => ({
  reference,
  callerKey,
  version: 1,
  state,
  kind,
  ...(slotId ? { slotId } : {}),
  language,
  openedAt,
  danger,
  contact,
  consentWording: request.consents.wording,
});

/** What the person is shown: of texts, what they themself answered. Whether somebody else forbade them under this number is not told. */
function receiptOf(deps: Pick<Deps, "seal">, callback: Callback): CallbackReceipt {
  const { reference, state, kind, slotId, contact, openedAt } = asShown(callback);
  // One that would come only after the call is not promised.
  const inTime = kind === "soon" || !slotId || nextSafeTime(contact.hours, new Date(openedAt)) < slotStart(slotId);
  return {
    reference,
    changeCode: changeCodeOf(deps, reference),
    state,
    kind,
    ...(slotId ? { slotId } : {}),
    textComing: state === "waiting" && contact.mayText === "yes" && contact.textsAgreed && inTime,
  };
}
