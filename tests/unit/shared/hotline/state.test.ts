import { describe, expect, test } from "vitest";
import { callbackMoves, callbackStates, isOpen, moved, type CallbackMove, type CallbackState } from "../../../../shared/hotline/state.ts";

/** The whole machine, written down once more: what a move makes of a state; what is not here is refused. */
const table: Record<CallbackState, Partial<Record<CallbackMove, CallbackState>>> = {
  waiting: { change: "waiting", rest: "resting", finish: "done", cancel: "cancelled", close: "closed" },
  resting: { rebook: "resting", revive: "waiting", finish: "done", cancel: "cancelled", close: "closed" },
  done: {},
  cancelled: {},
  closed: {},
};
const moves = Object.keys(callbackMoves) as CallbackMove[];
const everyMove = callbackStates.flatMap((state) => moves.map((move) => ({ state, move, to: table[state][move] })));

describe.each(everyMove)("$move from $state", ({ state, move, to }) => {
  test(to ? `leads to ${to}` : "is refused", () => {
    if (to) expect(moved(state, move)).toBe(to);
    else expect(() => moved(state, move)).toThrow(RangeError);
  });
});

test.each(callbackStates)("%s is open exactly while something can still happen to it", (state) => {
  expect(isOpen(state)).toBe(Object.keys(table[state]).length > 0);
});

test("only what rests can be revived, and nothing that has ended ever opens again", () => {
  expect(callbackMoves.revive.from).toEqual(["resting"]);
  for (const move of Object.values(callbackMoves)) expect(move.from.filter((state) => !isOpen(state))).toEqual([]);
});
