/** Where a callback can be. `waiting` and `resting` are open: somebody still owes the person a call or a decision. */
export const callbackStates = ["waiting", "resting", "done", "cancelled", "closed"] as const;
export type CallbackState = (typeof callbackStates)[number];

/**
 * Every move a callback can make; the same row is the condition on the write.
 * Nobody answered three times: it `rest`s. What a person must decide on can get another time (`rebook`) and still rests. Only a person ends it: the caller (`cancel`) or a counsellor (`finish`, `close`).
 */
export const callbackMoves = {
  change: { from: ["waiting"], to: "waiting" },
  rest: { from: ["waiting"], to: "resting" },
  rebook: { from: ["resting"], to: "resting" },
  revive: { from: ["resting"], to: "waiting" },
  finish: { from: ["waiting", "resting"], to: "done" },
  cancel: { from: ["waiting", "resting"], to: "cancelled" },
  close: { from: ["waiting", "resting"], to: "closed" },
} as const satisfies Record<string, { from: readonly CallbackState[]; to: CallbackState }>;
export type CallbackMove = keyof typeof callbackMoves;

export const isOpen = (state: CallbackState): boolean => state === "waiting" || state === "resting";

/** The state after a move. Throws `RangeError` when the table has no such move. */
export function moved(state: CallbackState, move: CallbackMove): CallbackState {
  const { from, to }: { from: readonly CallbackState[]; to: CallbackState } = callbackMoves[move];
  if (!from.includes(state)) throw new RangeError(`no ${move} from ${state}`);
  return to;
}
