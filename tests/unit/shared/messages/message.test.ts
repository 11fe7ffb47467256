import { describe, expect, test } from "vitest";
import { catalogue } from "../../../../shared/messages/catalogue.ts";
import { messageMoves, messageSchema, type Message, type MessageState } from "../../../../shared/messages/message.ts";
import { testPhone } from "../../../support/people.ts";

const messageStates = messageSchema.shape.state.options;
const moves = Object.values(messageMoves);
const waysOut = (state: MessageState) => moves.filter(({ from }) => from === state).map(({ to }) => to);
const reachableFrom = (start: MessageState): Set<MessageState> => {
  const seen = new Set<MessageState>();
  const open = [start];
  for (let state = open.pop(); state; state = open.pop())
    for (const to of waysOut(state).filter((next) => !seen.has(next))) {
      seen.add(to);
      open.push(to);
    }
  return seen;
};

describe("the life of a message", () => {
  test("every move leads from a known state to a known state", () => {
    for (const { from, to } of moves) {
      expect(messageStates).toContain(from);
      expect(messageStates).toContain(to);
    }
  });

  test("it begins waiting, and every other state can be reached", () => {
    expect(new Set(["waiting", ...reachableFrom("waiting")])).toEqual(new Set(messageStates));
  });

  test.each(["handed", "failed", "inDoubt", "stopped"] as const)("%s is an end", (state) => {
    expect(waysOut(state)).toEqual([]);
  });

  test("what was handed over can never be sent again", () => {
    expect([...reachableFrom("handed")]).toEqual([]);
  });

  test("what is in doubt can never be sent again", () => {
    expect([...reachableFrom("inDoubt")]).toEqual([]);
  });

  test("nothing is handed over that was not claimed first", () => {
    expect(moves.filter(({ to }) => to === "handed").map(({ from }) => from)).toEqual(["handing"]);
    expect(moves.filter(({ to }) => to === "handing").map(({ from }) => from)).toEqual(["waiting"]);
  });

  test("nothing is stopped once the carrier may have it", () => {
    expect(moves.filter(({ to }) => to === "stopped").map(({ from }) => from)).toEqual(["waiting"]);
  });
});

describe("a stored message", () => {
  const stored: Message = {
    id: "m1",
    state: "waiting",
    lane: "notice",
    template: "receipt",
    language: "vi",
    values: { hint: "K7M4" },
    to: `+84${testPhone(1).slice(1)}`,
    reason: "justDone",
    createdAt: "2026-11-21T15:10:00.000Z",
    dueAt: "2026-11-21T15:10:00.000Z",
    notAfter: "2026-11-24T15:10:00.000Z",
    attempts: 0,
  };
  const isRead = (row: unknown) => messageSchema.safeParse(row).success;

  test("is read back", () => {
    expect(messageSchema.parse(stored)).toEqual(stored);
  });

  test("is read back after its values and number were erased", () => {
    const { values: _values, to: _to, ...rest } = stored;
    expect(isRead({ ...rest, state: "handed", routeMessageId: "r1" })).toBe(true);
  });

  test.each([
    ["an unknown state", { state: "sent" }],
    ["a text that is not in the catalogue", { template: "advert" }],
    ["a field nobody knows", { name: "Nguyễn Văn Mẫu" }],
    ["a time without a zone", { dueAt: "2026-11-21T15:10:00" }],
    ["half an attempt", { attempts: 0.5 }],
  ])("with %s is refused", (_, change) => {
    expect(isRead({ ...stored, ...change })).toBe(false);
  });

  test("can carry every text of the catalogue, and no other", () => {
    expect(messageSchema.shape.template.options.toSorted()).toEqual(Object.keys(catalogue).toSorted());
  });
});
