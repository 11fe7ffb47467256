import { localDate } from "../../shared/calendar/local-time.ts";
import { nextSafeTime } from "../../shared/contact/safe-contact.ts";
import type { Callback, CallbackReceipt, CallbackRequest } from "../../shared/hotline/callback.ts";
import { asked, askedEnough, newCaller, ruleOf, waitsEnough, withEntry, type Entry } from "../../shared/hotline/caller.ts";
import { slotStart, type SlotId } from "../../shared/hotline/slots.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { callerKeyOf, changeCodeOf, linkHashOf, linkTokenOf, maskPhone } from "./identify.ts";
import { promisedText } from "./promised-text.ts";
import { AskedTooOften } from "./refusals.ts";
import { chosenSeat, firstSeat } from "./seats.ts";
import type { Change } from "./store.ts";
import { overtaken, untilWritten } from "./until-written.ts";

export type Booked = { receipt: CallbackReceipt; token: string; outcome: "received" | "repeated" | "changedSince" };

const keptSeconds = 24 * 3_600;
const respectedForMs = 30 * 24 * 3_600_000;

/**
 * Takes a request for a call in: a seat in the roster, a row to be rung, the text it promises, in one write.
 * The same key gives the same receipt, however often. Throws `NoSeat` when the chosen time is gone, `AskedTooOften` when
 * this phone has three requests waiting or made ten today.
 */
export async function book(deps: Deps, input: { request: CallbackRequest; idempotencyKey: string; holdId?: string | undefined }): Promise<Booked> {
  const { request, idempotencyKey } = input;
  const { language: _language, ...content } = request;
  const digest = deps.seal.hash("callback-request", JSON.stringify(content));
  const earlier = await before(deps, idempotencyKey, digest);
  if (earlier) return earlier;
  const key = callerKeyOf(deps, request.phone);
  const booked = await untilWritten(async () => {
    const now = deps.now();
    const caller = (await deps.store.findCaller(key)) ?? newCaller(key, maskPhone(request.phone));
    if (waitsEnough(caller)) throw new AskedTooOften("open");
    if (askedEnough(caller, localDate(now))) throw new AskedTooOften("day");
    const reference = deps.ids.reference();
    // The owner asked not to be rung, and now somebody gives the number again: a person decides, nobody simply rings or texts.
    const refused = caller.askedNotToCallAt !== undefined && now.getTime() - Date.parse(caller.askedNotToCallAt) < respectedForMs;
    const seat = refused ? null : await seatFor(deps, request, { reference, callerKey: key }, input.holdId);
    const entry = entryOf(request, reference, seat?.slotId, refused, now);
    const nowSeconds = Math.floor(now.getTime() / 1_000);
    const callback = callbackOf(request, entry, key);
    const after = withEntry(asked(caller, localDate(now)), entry);
    // The phone is one: a "no" to texts under another request holds for this one too.
    const text = refused ? [] : promisedText(deps, request.phone, { ...entry, contact: ruleOf(after) ?? entry.contact }, request.way === "slot" ? "callBooked" : "callSoon", "justDone");
    const failed = await deps.store.write(
      [
        { what: "submission", key: idempotencyKey, submission: { reference, digest, expiresAtSeconds: nowSeconds + keptSeconds }, nowSeconds },
        { what: "caller", before: caller, after },
        { what: "callback", before: null, after: callback },
        { what: "phone", callerKey: key, phone: request.phone },
        { what: "link", hash: linkHashOf(deps, linkTokenOf(deps, reference)), reference },
        { what: "event", callerKey: key, event: { id: deps.ids.event(), at: now.toISOString(), type: "booked", reference } },
        ...(seat?.changes ?? []),
        ...text,
      ],
      now,
    );
    if (failed.has("submission")) return null;
    if (failed.size > 0) return overtaken;
    return { receipt: receiptOf(deps, callback), token: linkTokenOf(deps, reference), outcome: "received" as const };
  });
  if (booked) {
    deps.log.info("CALLBACK_BOOKED");
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

function entryOf(request: CallbackRequest, reference: string, slotId: SlotId | undefined, refused: boolean, now: Date): Entry {
  const contact = { ...request.contact, textsAgreed: request.consents.texts, askedAt: now.toISOString() };
  const dueAt = request.way === "slot" && slotId ? slotStart(slotId) : nextSafeTime(contact.hours, now);
  return {
    reference,
    state: refused ? "resting" : "waiting",
    kind: request.way === "slot" ? "booked" : "soon",
    dueAt: dueAt.toISOString(),
    ...(slotId ? { slotId } : {}),
    danger: request.dangerNow === "yes" || request.dangerBody === "yes",
    asking: request.asking,
    borrowed: request.phoneOwner === "borrowed",
    ...(request.askFor ? { askFor: request.askFor } : {}),
    language: request.language,
    openedAt: now.toISOString(),
    ...(refused ? { turn: "askedNotToCall" as const } : {}),
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
const receiptOf = (deps: Pick<Deps, "seal">, { reference, state, kind, slotId, contact }: Callback): CallbackReceipt => ({
  reference,
  changeCode: changeCodeOf(deps, reference),
  state,
  kind,
  ...(slotId ? { slotId } : {}),
  textComing: state === "waiting" && contact.mayText === "yes" && contact.textsAgreed,
});
