import { confirm, stopTexts } from "../../../../functions/hotline/answer.ts";
import { book } from "../../../../functions/hotline/book.ts";
import { cancel, move } from "../../../../functions/hotline/change.ts";
import { closeSlots } from "../../../../functions/hotline/close-slots.ts";
import type { Deps as HotlineDeps } from "../../../../functions/hotline/deps.ts";
import { findByLink } from "../../../../functions/hotline/find-own.ts";
import { callerKeyOf, linkTokenOf, textTokenOf } from "../../../../functions/hotline/identify.ts";
import { recordCall } from "../../../../functions/hotline/record-call.ts";
import { AskedTooOften, LeaseLost, NoSeat, NotNow, TooLate } from "../../../../functions/hotline/refusals.ts";
import { ring } from "../../../../functions/hotline/ring.ts";
import { takeNext } from "../../../../functions/hotline/take.ts";
import { receive } from "../../../../functions/messages/receive.ts";
import { send } from "../../../../functions/messages/send.ts";
import { sweep, type SweepDeps } from "../../../../functions/messages/sweep.ts";
import { NotProven, TooSoon } from "../../../../functions/platform/errors.ts";
import type { Deps as RegistrationDeps } from "../../../../functions/registration/deps.ts";
import { requestCode } from "../../../../functions/registration/request-code.ts";
import { submit } from "../../../../functions/registration/submit.ts";
import { withdraw } from "../../../../functions/registration/withdraw.ts";
import { daysAfter } from "../../../../shared/calendar/civil-date.ts";
import { localDate } from "../../../../shared/calendar/local-time.ts";
import type { CallbackRequest } from "../../../../shared/hotline/callback.ts";
import type { MessageRef } from "../../../../shared/messages/message.ts";
import { applicationSchema } from "../../../../shared/registration/application.ts";
import { callerPhone, callRequest, counsellor, newKey, timeRequest } from "../../../support/hotline.ts";
import { motherForSon, testPhone } from "../../../support/people.ts";
import { CutOff, type Process } from "./process.ts";
import { rosterTimes, type Service } from "./service.ts";
import type { Act, Answers, When } from "./steps.ts";

const staff = counsellor(1);
const nobodys = { reference: "K7M4Q9TX", phone: callerPhone(0) };
const phones = [0, 1, 2].map(callerPhone);
const lookMs = 60_000;
const nobodysText: MessageRef = { area: "hotline", subject: "nobody", id: "text-of-nobody" };

/** What can be said to somebody who did nothing wrong; a process that was cut off says nothing. Anything else is a fault of ours. */
const answers = [NoSeat, AskedTooOften, TooLate, NotNow, LeaseLost, NotProven, TooSoon];
export const isAnswer = (thrown: unknown): boolean => isCutOff(thrown) || answers.some((answer) => thrown instanceof answer);
/** A sweep tells of what it could not work on. */
export const isCutOff = (thrown: unknown): boolean => thrown instanceof CutOff || (thrown instanceof AggregateError && thrown.errors.every(isCutOff));

/** One of a list, counted from its end, over and over. */
const pick = <T>(list: readonly T[], which: number): T | undefined => list.at(-1 - (which % Math.max(1, list.length)));

/** Does what an act says, by the real verbs. */
export function createActs({ world, model, networks, hotline, registration, sender }: Service) {
  const applications: { reference: string; phone: string }[] = [];
  const bookings: { request: CallbackRequest; idempotencyKey: string }[] = [];
  const today = (): string => localDate(world.now());
  const slotAt = ({ day, time }: When): string => `${daysAfter(today(), day)}T${rosterTimes[time] ?? rosterTimes[0]}`;
  const contactOf = ({ mayText, hours }: Answers) => ({ ...callRequest().contact, mayText, hours });
  const textsAgreed = ({ mayText, agreed }: Answers): boolean => mayText === "yes" && agreed;

  function requestOf({ who, at, answers: given }: Extract<Act, { do: "book" }>): CallbackRequest {
    const change = { phone: callerPhone(who), contact: contactOf(given), consents: { ...callRequest().consents, texts: textsAgreed(given) } };
    return at === "soon" ? callRequest(change) : timeRequest(slotAt(at), change);
  }

  function applicationOf({ who, answers: given }: Extract<Act, { do: "register" }>) {
    const { applicant, ...rest } = motherForSon();
    const consents = { ...rest.consents, texts: textsAgreed(given) };
    return applicationSchema.parse({ ...rest, applicant: { ...applicant, phone: testPhone(600 + who) }, contact: contactOf(given), consents });
  }

  async function register(deps: RegistrationDeps, act: Extract<Act, { do: "register" }>): Promise<void> {
    const { receipt } = await submit(deps, { application: applicationOf(act), idempotencyKey: newKey() });
    applications.push({ reference: receipt.reference, phone: callerPhone(act.who) });
  }

  async function ringNext(deps: HotlineDeps, outcome: Extract<Act, { do: "ring" }>["outcome"]): Promise<void> {
    const held = await takeNext(deps, staff);
    if (!held) return;
    await ring(deps, { ...held, staff });
    await recordCall(deps, { ...held, staff, outcome, note: "", voicemail: false });
  }

  const callbackOf = (which: number): string => pick([...model.callbacks.keys()], which) ?? nobodys.reference;

  async function tell(deps: SweepDeps, act: Extract<Act, { do: "receipt" }>): Promise<void> {
    const receipt = networks.receipt(act);
    await receive(deps, receipt);
    model.heard(receipt);
  }

  async function bookNew(deps: HotlineDeps, act: Extract<Act, { do: "book" }>): Promise<void> {
    const booking = { request: requestOf(act), idempotencyKey: newKey() };
    bookings.push(booking);
    await book(deps, booking);
  }

  async function bookAgain(deps: HotlineDeps, which: number): Promise<void> {
    const earlier = pick(bookings, which);
    if (earlier) await book(deps, earlier);
  }

  /** By the link of the receipt for one appointment, by the one of a text for the phone. */
  async function stop(deps: HotlineDeps, { which, wholePhone }: Extract<Act, { do: "stopTexts" }>): Promise<void> {
    const token = (wholePhone ? textTokenOf : linkTokenOf)(deps, callbackOf(which));
    const { callback, byText } = await findByLink(deps, token);
    await stopTexts(deps, callback.reference, { wholePhone: byText });
    const phone = phones.find((one) => callerKeyOf(deps, one) === callback.callerKey);
    if (byText && phone) model.stopped(phone);
  }

  async function withdrawOne(deps: RegistrationDeps, which: number): Promise<void> {
    const one = pick(applications, which);
    const openedAt = world.now().getTime();
    if (one) await withdraw(deps, deps.seal.close("status", { reference: one.reference, openedAt }, new Date(openedAt + lookMs)));
  }

  return (act: Act, process: Process): Promise<unknown> => {
    switch (act.do) {
      case "book":
        return bookNew(hotline(process), act);
      case "bookAgain":
        return bookAgain(hotline(process), act.which);
      case "move":
        return move(hotline(process), { reference: callbackOf(act.which), to: act.to === "soon" ? "soon" : slotAt(act.to) });
      case "cancel":
        return cancel(hotline(process), callbackOf(act.which));
      case "confirm":
        return confirm(hotline(process), callbackOf(act.which));
      case "stopTexts":
        return stop(hotline(process), act);
      case "ring":
        return ringNext(hotline(process), act.outcome);
      case "closeSlots":
        return closeSlots(hotline(process), { date: daysAfter(today(), act.day), staff, reason: "flood" });
      case "register":
        return register(registration(process), act);
      case "askCode":
        return requestCode(registration(process), { ...(pick(applications, act.which) ?? nobodys), language: "vi" });
      case "withdraw":
        return withdrawOne(registration(process), act.which);
      case "sweep":
        return sweep(sender(process), act.seconds * 1_000);
      case "wake":
        return send(sender(process), pick([...model.texts.values()], act.which)?.message ?? nobodysText);
      case "receipt":
        return tell(sender(process), act);
      case "pass":
        return process.call(async () => world.forward(act.seconds * 1_000));
    }
    throw new RangeError("every act is listed");
  };
}
