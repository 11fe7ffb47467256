import { budgets, periodEnd } from "../../shared/abuse/budgets.ts";
import type { Language } from "../../shared/language.ts";
import { windows } from "../../shared/messages/lanes.ts";
import { newMessage, type Message } from "../../shared/messages/message.ts";
import type { Spending } from "../platform/budget.ts";
import { currentRequest } from "../platform/correlation.ts";
import { Paused, TooSoon } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { subjectOf } from "./promised-text.ts";

const codeRules = { lifeMinutes: windows.code.minutes, tries: 4, pauseSeconds: 30 } as const;

type Pair = { reference: string; phone: string };
const pairOf = ({ reference, phone }: Pair): string => `${reference}|${phone}`;
/** Where the code of one ask is kept. Whoever asks for another, or guesses at theirs, leaves this one as it is. */
export const askedUnder = (deps: Pick<Deps, "seal">, pair: Pair, ask: string): string => deps.seal.hash("pair", `${pairOf(pair)}|${ask}`);
export const codeHash = (deps: Pick<Deps, "seal">, key: string, code: string): string => deps.seal.hash("code", `${key}|${code}`);

/** The service's own, by the hour and by the day. */
const service = ["codesADay", "codesAnHour"] as const;

/**
 * Asks for a one-time code; gives the name of this ask, which its code is good for. Right and wrong pairs of reference and phone read and write
 * the same rows and answer alike; a wrong pair's text is born stopped, has no number, and spends nothing of the phone's and the service's codes.
 * Whether a right pair may be texted is the gate's to say.
 * Throws `TooSoon` within 30 seconds of this asker's last request for the pair, after five in a day, and after ten pairs with this phone in a day;
 * `Paused` while the service's codes are used up.
 */
export async function requestCode(deps: Deps & Spending, input: Pair & { language: Language }): Promise<string> {
  const at = deps.now();
  const asker = `${pairOf(input)}|${currentRequest().source ?? ""}`;
  // Looks only: whoever is refused here has used up nothing.
  await spendService(deps, 0);
  if (!(await deps.budgets.spend("codesOfAsker", asker, at, 0)) || !(await spendPair(deps, input, at))) throw new TooSoon("day");
  const again = new Date(at.getTime() + codeRules.pauseSeconds * 1_000);
  if (!(await deps.budgets.once(["code", asker], at, again))) throw new TooSoon("pause");
  if (!(await deps.budgets.spend("codesOfAsker", asker, at))) throw new TooSoon("day");

  const reach = await deps.store.findReach(input.reference);
  const matches = reach?.phone === input.phone;
  const amount = matches ? 1 : 0;
  const isWithin = await deps.budgets.spend("codesToPhone", input.phone, at, amount);
  await spendService(deps, isWithin ? amount : 0);
  const code = deps.ids.oneTimeCode();
  const ask = deps.ids.message();
  const key = askedUnder(deps, input, ask);
  const expiresAt = new Date(at.getTime() + codeRules.lifeMinutes * 60_000).toISOString();
  const texted = matches && isWithin;
  const message = newMessage(
    {
      area: "registration",
      subject: subjectOf(deps, input.reference),
      id: deps.ids.message(),
      lane: "code",
      template: "code",
      language: input.language,
      reason: "askedNow",
      dueAt: at.toISOString(),
      notAfter: expiresAt,
      ...(texted ? { values: { code }, to: reach.phone, contact: reach.contact } : {}),
    },
    at,
  );
  const promised: Message = texted ? message : { ...message, state: "stopped", because: matches ? "enough" : "noMatch" };
  const row = {
    codeHash: codeHash(deps, key, code),
    sentAt: at.toISOString(),
    expiresAt,
    triesLeft: codeRules.tries,
    ...(texted ? { reference: input.reference } : {}),
  };
  if (!(await deps.store.writeCode(key, row, promised))) throw new TooSoon("pause");
  deps.log.info("CODE_REQUESTED", { messageId: message.id });
  return ask;
}

/** Whoever holds a phone could try whole references with the half that stands in a text. The same pair again that day takes no other. */
async function spendPair(deps: Spending, pair: Pair, at: Date): Promise<boolean> {
  const { source = "" } = currentRequest();
  const holder = `${pair.phone}|${source}`;
  if (!(await deps.budgets.spend("pairsOfAsker", holder, at))) return false;
  const isNew = await deps.budgets.once(["pair", pairOf(pair), source], at, periodEnd("day", at));
  if (!isNew) await deps.budgets.giveBack("pairsOfAsker", holder, at);
  return true;
}

/** Codes cost money and can be asked for by anybody; receipts and reminders are never held back for them. */
async function spendService(deps: Pick<Deps, "log" | "now"> & Spending, amount: 0 | 1): Promise<void> {
  const now = deps.now();
  const left = await Promise.all(service.map((name) => deps.budgets.spend(name, "", now, amount)));
  const usedUp = service.find((_, n) => !left[n]);
  if (!usedUp) return;
  deps.log.warn("CODES_PAUSED");
  throw new Paused(periodEnd(budgets[usedUp].per, now));
}
