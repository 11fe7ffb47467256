import { timingSafeEqual } from "node:crypto";
import type { Callback } from "../../shared/hotline/callback.ts";
import { NotProven, TooSoon } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { changeCodeOf, linkHashOf } from "./identify.ts";

const guesses = { tries: 8, minutes: 60 } as const;

/** The callback a short link leads to. Throws `NotProven` when the link is unknown, or what it led to is over and gone. */
export async function findByLink(deps: Deps, token: string): Promise<Callback> {
  const reference = /^[\w-]{22}$/.test(token) ? await deps.store.findLinked(linkHashOf(deps, token)) : null;
  const callback = reference && (await deps.store.findCallback(reference, deps.now()));
  if (!callback) throw new NotProven("link");
  return callback;
}

/**
 * The callback of a reference and its change code. Wrong pairs read and write the same rows and fail alike: `NotProven`;
 * after eight tries in an hour, right or wrong, `TooSoon`.
 */
export async function findByCode(deps: Deps, input: { reference: string; code: string }): Promise<Callback> {
  if (!(await deps.store.spendTry(input.reference, deps.now(), guesses))) throw new TooSoon("hour");
  const callback = await deps.store.findCallback(input.reference, deps.now());
  const right = timingSafeEqual(Buffer.from(changeCodeOf(deps, input.reference)), Buffer.from(input.code.padEnd(6, " ").slice(0, 6)));
  if (!callback || !right || input.code.length !== 6) throw new NotProven("code");
  return callback;
}
