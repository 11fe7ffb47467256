import type { BudgetName } from "../../shared/abuse/budgets.ts";
import type { CallbackRequest } from "../../shared/hotline/callback.ts";
import type { Spending } from "../platform/budget.ts";
import { admit, type Proof } from "../platform/challenge.ts";
import { currentRequest } from "../platform/correlation.ts";
import { book, type Booked } from "./book.ts";
import type { Deps } from "./deps.ts";
import { AskedTooOften } from "./refusals.ts";

type Asking = { request: CallbackRequest; idempotencyKey: string; holdId?: string | undefined; proof: Proof };

/**
 * Takes a request for a call in from somebody nobody knows. Throws what `book` throws; `AskedTooOften` too when this asker has booked three calls to
 * this phone today, however many wait there: that is nobody's to know who does not hold it. Whoever tells of danger is always taken in and asked for no
 * proof; where many tell of it, those after the first stand in turn, or a flood would hide a true one.
 */
export async function askCall(deps: Deps & Spending, { proof, ...booking }: Asking): Promise<Booked> {
  const { request, idempotencyKey } = booking;
  const now = deps.now();
  const isKnown = async (): Promise<boolean> => (await deps.store.findSubmission(idempotencyKey, Math.floor(now.getTime() / 1_000))) !== null;
  if (await isKnown()) return book(deps, booking);
  const inDanger = request.dangerNow === "yes" || request.dangerBody === "yes";
  if (!inDanger) await admit(deps, { act: "calls", what: idempotencyKey, proof });
  const counted = countedFor(request.phone, inDanger);
  const spent = await Promise.all(counted.map(([name, whose]) => deps.budgets.spend(name, whose, now)));
  const isWithin = spent.every(Boolean);
  // What stands in the way may be its own first half, sent a moment ago.
  if (!isWithin && !inDanger && !(await isKnown())) throw new AskedTooOften("enough today");
  const inTurn = inDanger && !isWithin;
  const giveBack = () => Promise.all(counted.filter((_, n) => spent[n]).map(([name, whose]) => deps.budgets.giveBack(name, whose, now)));
  try {
    const booked = await book(deps, { ...booking, inTurn });
    if (booked.outcome !== "received") await giveBack();
    else if (inTurn) deps.log.warn("DANGER_IN_TURN");
    return booked;
  } catch (thrown) {
    await giveBack();
    throw thrown;
  }
}

function countedFor(phone: string, inDanger: boolean): (readonly [BudgetName, string])[] {
  const { source } = currentRequest();
  const asker = `${phone}|${source ?? ""}`;
  if (!inDanger) return [["callsOfAsker", asker]];
  return [["dangerOfAsker", asker], ...(source === undefined ? [] : [["dangerFromSource", source] as const])];
}
