import { timingSafeEqual } from "node:crypto";
import type { Callback } from "../../shared/hotline/callback.ts";
import { isToken } from "../../shared/reference.ts";
import { NotProven, TooSoon } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { changeCodeOf, linkHashOf, textTokenOf } from "./identify.ts";

const guesses = { tries: 8, minutes: 60 } as const;
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
 * after eight tries in an hour, right or wrong, `TooSoon`.
 */
export async function findByCode(deps: Deps, input: { reference: string; code: string }): Promise<Callback> {
  if (!(await deps.store.spendTry(input.reference, deps.now(), guesses))) throw new TooSoon("hour");
  const callback = await deps.store.findCallback(input.reference, deps.now());
  const right = timingSafeEqual(Buffer.from(changeCodeOf(deps, input.reference)), Buffer.from(input.code.padEnd(6, " ").slice(0, 6)));
  if (!callback || !right || input.code.length !== 6 || isGone(callback, deps.now())) throw new NotProven("code");
  return callback;
}
