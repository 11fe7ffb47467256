import { timingSafeEqual } from "node:crypto";
import type { Callback } from "../../shared/hotline/callback.ts";
import { isToken } from "../../shared/reference.ts";
import type { Spending } from "../platform/budget.ts";
import { admit, type Proof } from "../platform/challenge.ts";
import { currentRequest } from "../platform/correlation.ts";
import { NotProven, TooSoon } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { changeCodeOf, linkHashOf, textTokenOf } from "./identify.ts";

/** A link outlives what it led to by this much, so that whoever has just cancelled can see it again. */
const endsAfterMs = 24 * 3_600_000;

/** A callback somebody came back to. `byText`: by what was sent to its phone, so whoever asks holds that phone. */
export type Own = { callback: Callback; byText: boolean };

/** The callback a short link leads to. Throws `NotProven` when the link is unknown, or what it led to is over and gone. */
export async function findByLink(deps: Deps, token: string): Promise<Own> {
  const now = deps.now();
  const link = isToken(token) ? await deps.store.findLinked(linkHashOf(deps, token)) : null;
  const callback = link && (await deps.store.findCallback(link.reference, now));
  if (!callback || isGone(callback, now)) throw new NotProven("link");
  return { callback, byText: link.byText === true };
}

const isGone = ({ endedAt }: Callback, now: Date): boolean => endedAt !== undefined && now.getTime() - Date.parse(endedAt) > endsAfterMs;

/** The token behind a short code from a text. Throws `NotProven` when there is none. */
export async function tokenOfShortCode(deps: Deps, code: string): Promise<string> {
  const link = await deps.store.findLinked(linkHashOf(deps, code));
  if (!link) throw new NotProven("code");
  return textTokenOf(deps, link.reference);
}

/**
 * The callback of a reference and its change code. Wrong pairs read and write the same rows and fail alike: `NotProven`;
 * after eight tries in an hour from one source, right or wrong, `TooSoon`. Others' tries at a reference ask its owner for a proof at most.
 */
export async function findByCode(deps: Deps & Spending, input: { reference: string; code: string; proof: Proof }): Promise<Callback> {
  const { reference, proof } = input;
  const asker = `${reference}|${currentRequest().source ?? ""}`;
  // Looks only: whoever is asked for a proof has used up no try.
  if (!(await deps.budgets.spend("guessesOfAsker", asker, deps.now(), 0))) throw new TooSoon("hour");
  await admit(deps, { act: "guesses", what: reference, proof, targets: [["guessesAtReference", reference]] });
  if (!(await deps.budgets.spend("guessesOfAsker", asker, deps.now()))) throw new TooSoon("hour");
  const callback = await deps.store.findCallback(reference, deps.now());
  const right = timingSafeEqual(Buffer.from(changeCodeOf(deps, reference)), Buffer.from(input.code.padEnd(6, " ").slice(0, 6)));
  if (!callback || !right || input.code.length !== 6 || isGone(callback, deps.now())) throw new NotProven("code");
  return callback;
}
