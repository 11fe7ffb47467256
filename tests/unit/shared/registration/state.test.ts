import { expect, test } from "vitest";
import { applicationMoves, applicationStates } from "../../../../shared/registration/state.ts";

const moves = Object.values(applicationMoves);

test("every move of an application leads from a known state to a known state", () => {
  for (const { from, to } of moves) {
    expect(applicationStates).toContain(from);
    expect(applicationStates).toContain(to);
  }
});

test("an application that was sent can be withdrawn", () => {
  expect(applicationMoves.withdraw).toEqual({ from: "submitted", to: "withdrawn" });
});

test("a withdrawn application stays withdrawn", () => {
  expect(moves.filter(({ from }) => from === ("withdrawn" as string))).toEqual([]);
});
