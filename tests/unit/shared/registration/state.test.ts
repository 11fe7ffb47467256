import { describe, expect, test } from "vitest";
import { applicationStates, deskListNames, deskLists, isOpen, mayMove, moveOf, type ApplicationMove, type ApplicationState } from "../../../../shared/registration/state.ts";
import { roles } from "../../../../shared/staff/roles.ts";

const actors = ["applicant", ...roles] as const;
const over: ApplicationState[] = ["ended", "stopped", "withdrawn"];

/**
 * Written out by hand, not read from the table under test. For each state, what may be made of it: "receive>received" leads on,
 * "book" leaves the state. After the letter stands who may: A the applicant, O an officer of the commune, P a supervisor of the province.
 */
const table: Record<ApplicationState, Record<string, string>> = {
  submitted: { "receive>received": "O", "withdraw>withdrawn": "AO", "stop>stopped": "O", transfer: "OP", book: "O" },
  received: {
    "determine>received": "O",
    "askForMore>awaitingFamily": "O",
    "arrangeDetermination>determining": "O",
    extend: "O",
    "decide>decided": "O",
    "withdraw>withdrawn": "AO",
    "stop>stopped": "O",
    transfer: "OP",
    book: "O",
  },
  awaitingFamily: { "supplement>received": "O", "withdraw>withdrawn": "AO", "stop>stopped": "O", transfer: "OP", book: "O" },
  determining: { "determine>received": "O", "withdraw>withdrawn": "AO", "stop>stopped": "O", transfer: "OP", book: "O" },
  decided: { commit: "O", handOver: "O", "start>inTreatment": "O", reissue: "O", "stop>stopped": "O", transfer: "OP", book: "O" },
  inTreatment: { commit: "O", reissue: "O", noticeOfEnd: "O", "complete>completed": "O", "stop>stopped": "O", transfer: "OP", book: "O" },
  completed: { "openAfterCare>afterCare": "O", transfer: "OP" },
  afterCare: { "endAfterCare>ended": "O", transfer: "OP" },
  ended: {},
  stopped: {},
  withdrawn: {},
};
const letters: Record<(typeof actors)[number], string> = { applicant: "A", communeOfficer: "O", provinceSupervisor: "P", counsellor: "-", hotlineManager: "-", administrator: "-" };

const moves: ApplicationMove[] = [
  "withdraw",
  "receive",
  "askForMore",
  "supplement",
  "arrangeDetermination",
  "determine",
  "extend",
  "decide",
  "commit",
  "handOver",
  "start",
  "reissue",
  "noticeOfEnd",
  "complete",
  "openAfterCare",
  "endAfterCare",
  "stop",
  "transfer",
  "book",
];
const expected = (move: ApplicationMove, state: ApplicationState) => Object.entries(table[state]).find(([key]) => key.split(">")[0] === move);

describe.each(applicationStates)("from %s", (state) => {
  test.each(moves)("%s, by each who might try", (move) => {
    const allowed = expected(move, state)?.[1] ?? "";
    for (const actor of actors) expect([actor, mayMove(move, state, [actor])]).toEqual([actor, allowed.includes(letters[actor])]);
  });

  test.each(moves.filter((move) => expected(move, state)))("%s leads where the table says", (move) => {
    const [, to = state] = expected(move, state)?.[0].split(">") ?? [];
    expect(moveOf(move).to ?? state).toBe(to);
  });
});

test("several roles may do what any of them may, none may do nothing", () => {
  expect(mayMove("receive", "submitted", ["counsellor", "communeOfficer"])).toBe(true);
  expect(mayMove("receive", "submitted", [])).toBe(false);
});

test("no move leads out of what is over", () => {
  for (const state of over) expect(moves.filter((move) => moveOf(move).from.includes(state))).toEqual([]);
});

test("every state can be reached from the first, by officers alone", () => {
  const reached = new Set<ApplicationState>(["submitted"]);
  for (const state of reached) for (const move of moves) if (mayMove(move, state, ["communeOfficer"])) reached.add(moveOf(move).to ?? state);
  expect([...reached].toSorted()).toEqual([...applicationStates].toSorted());
});

test("from every open state there is a way to an end", () => {
  for (const start of applicationStates.filter(isOpen)) {
    const reached = new Set<ApplicationState>([start]);
    for (const state of reached) for (const move of moves) if (mayMove(move, state, ["communeOfficer"])) reached.add(moveOf(move).to ?? state);
    expect([start, over.some((end) => reached.has(end))]).toEqual([start, true]);
  }
});

test("an officer of the commune always has something to do with what is open, and nothing with what is over", () => {
  for (const state of applicationStates) expect([state, moves.some((move) => move !== "book" && mayMove(move, state, ["communeOfficer"]))]).toEqual([state, !over.includes(state)]);
});

test("a family can withdraw until something was decided, and not after", () => {
  expect(applicationStates.filter((state) => mayMove("withdraw", state, ["applicant"]))).toEqual(["submitted", "received", "awaitingFamily", "determining"]);
});

describe("the lists of the desk", () => {
  test("hold every state once", () => {
    expect(deskListNames.flatMap<ApplicationState>((name) => deskLists[name]).toSorted()).toEqual([...applicationStates].toSorted());
  });

  test("keep what is over apart from what is open", () => {
    expect(applicationStates.filter((state) => !isOpen(state))).toEqual(over);
  });
});
