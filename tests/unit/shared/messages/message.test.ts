import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../../../shared/messages/catalogue.ts";
import { lanes } from "../../../../shared/messages/lanes.ts";
import {
  isUnfinished,
  messageMoves,
  messageSchema,
  messageStates,
  needsCall,
  newMessage,
  plainStateOf,
  plainStates,
  type Message,
  type MessageMove,
  type MessageState,
  type PlainState,
} from "../../../../shared/messages/message.ts";
import { testPhone } from "../../../support/people.ts";
import { contactRule } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

/** The whole machine, written down once more: what a move makes of a state; what is not here is refused. */
const table: Record<MessageState, Partial<Record<MessageMove, MessageState>>> = {
  waiting: { claim: "handing", wait: "waiting", stop: "stopped" },
  handing: { handOver: "handed", tryAgain: "waiting", giveUp: "failed", doubt: "inDoubt", deliver: "delivered", undeliver: "undelivered" },
  handed: { deliver: "delivered", undeliver: "undelivered" },
  inDoubt: { deliver: "delivered", undeliver: "undelivered" },
  delivered: { undeliver: "undelivered" },
  undelivered: {},
  failed: {},
  stopped: {},
};
const moves: Record<MessageMove, { from: readonly MessageState[]; to: MessageState }> = messageMoves;
const moveNames: MessageMove[] = ["claim", "wait", "stop", "handOver", "tryAgain", "giveUp", "doubt", "deliver", "undeliver"];
/** What the condition on the write does: a move that does not fit changes nothing. */
const after = (state: MessageState, move: MessageMove): MessageState => (moves[move].from.includes(state) ? moves[move].to : state);
const reachableFrom = (start: MessageState): MessageState[] => {
  const seen = new Set<MessageState>();
  const open = [start];
  for (let state = open.pop(); state; state = open.pop()) {
    for (const to of Object.values(table[state]).filter((next) => !seen.has(next))) {
      seen.add(to);
      open.push(to);
    }
  }
  return [...seen].toSorted();
};

describe("the life of a message", () => {
  test("the machine has these moves and no other", () => {
    expect(Object.keys(messageMoves).toSorted()).toEqual(moveNames.toSorted());
  });

  test.each(messageStates.flatMap((state) => moveNames.map((move) => ({ state, move, to: table[state][move] }))))("$move from $state: $to", ({ state, move, to }) => {
    expect(moves[move].from.includes(state)).toBe(to !== undefined);
    if (to) expect(moves[move].to).toBe(to);
  });

  test("it begins waiting, and every other state can be reached", () => {
    expect(reachableFrom("waiting")).toEqual([...messageStates].toSorted());
  });

  test.each(["failed", "stopped", "undelivered"] as const)("%s is an end", (state) => {
    expect(reachableFrom(state)).toEqual([]);
  });

  test.each(["handed", "inDoubt", "delivered", "undelivered", "failed", "stopped"] as const)("what is %s can never be sent again, nor stopped, nor fail", (state) => {
    for (const next of ["waiting", "handing", "stopped", "failed"] as const) expect(reachableFrom(state)).not.toContain(next);
  });

  test("nothing is handed over that was not claimed first", () => {
    expect(messageMoves.handOver.from).toEqual(["handing"]);
    expect(messageMoves.claim.from).toEqual(["waiting"]);
  });

  test("nothing is stopped, nor waits longer, once the carrier may have it", () => {
    expect(messageMoves.stop.from).toEqual(["waiting"]);
    expect(messageMoves.wait.from).toEqual(["waiting"]);
  });

  test.each(messageStates)("%s is work for a sender exactly while it waits or is being handed over", (state) => {
    expect(isUnfinished(state)).toBe(["waiting", "handing"].includes(state));
  });
});

describe("receipts", () => {
  /** What is known, least to most; a receipt only ever adds. */
  const known: Partial<Record<MessageState, number>> = { handing: 0, handed: 1, inDoubt: 1, delivered: 2, undelivered: 3 };
  const start = fc.constantFrom<MessageState>("handing", "handed", "inDoubt");
  const receipts = fc.array(fc.constantFrom<MessageMove>("deliver", "undeliver"), { maxLength: 8 });
  const ending = (from: MessageState, all: readonly MessageMove[]): MessageState => all.reduce(after, from);
  const join = (from: MessageState, all: readonly MessageMove[]): MessageState => (all.includes("undeliver") ? "undelivered" : all.includes("deliver") ? "delivered" : from);

  test("in any order and however often they come, they end in the same state: not delivered wins", () => {
    holds(
      fc.property(start, receipts, (from, all) => {
        expect(ending(from, all)).toBe(join(from, all));
      }),
      1_000,
    );
  });

  test("told in another order, or all told twice, they say the same", () => {
    holds(
      fc.property(
        start,
        receipts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (from, [all, shuffled]) => {
          expect(ending(from, shuffled)).toBe(ending(from, all));
          expect(ending(from, [...all, ...shuffled])).toBe(ending(from, all));
        },
      ),
    );
  });

  test("nothing ever goes back, whatever comes between them", () => {
    const anything = fc.array(fc.constantFrom<MessageMove>("deliver", "undeliver", "handOver", "doubt", "claim", "wait", "stop"), { maxLength: 12 });
    holds(
      fc.property(start, anything, (from, all) => {
        let state = from;
        for (const move of all) {
          const next = after(state, move);
          expect(known[next] ?? -1).toBeGreaterThanOrEqual(known[state] ?? -1);
          state = next;
        }
      }),
      1_000,
    );
  });

  test("a receipt that overtakes the mark of the hand-over is not undone by it", () => {
    holds(
      fc.property(receipts, fc.nat(), fc.constantFrom<MessageMove>("handOver", "doubt"), (all, at, mark) => {
        const told: MessageMove[] = ["deliver", ...all];
        const place = at % (told.length + 1);
        expect(ending("handing", [...told.slice(0, place), mark, ...told.slice(place)])).toBe(join("handing", told));
      }),
    );
  });

  test("they change nothing for a text that was never handed over", () => {
    for (const state of ["waiting", "stopped", "failed"] as const) expect(ending(state, ["deliver", "undeliver"])).toBe(state);
  });
});

describe("the four plain states staff are shown", () => {
  const ownChoices = ["textsNotWanted", "textsNotAgreed", "stopped", "moved", "cancelled", "ended", "slotClosed", "missed"];
  const notChosen = ["answersTooOld", "outsideSafeHours", "tooLate", "quietHours", "enoughToday", "noContactRule", "cutOff", undefined];
  const everyReason = [...ownChoices, "sameToday", ...notChosen];
  const whateverTheReason: Partial<Record<MessageState, PlainState>> = {
    waiting: "waiting",
    handing: "waiting",
    handed: "handed",
    delivered: "handed",
    undelivered: "notDelivered",
    failed: "notDelivered",
    inDoubt: "notDelivered",
  };

  test.each(messageStates.filter((state) => state !== "stopped").flatMap((state) => everyReason.map((because) => ({ state, because, plain: whateverTheReason[state] }))))(
    "$state, because of $because: $plain",
    ({ state, because, plain }) => {
      expect(plainStateOf({ state, because, withdrawn: undefined })).toBe(plain);
    },
  );

  test.each(ownChoices)("stopped, because of %s, is their own choice", (because) => {
    expect(plainStateOf({ state: "stopped", because, withdrawn: undefined })).toBe("stopped");
  });

  test.each(notChosen)("stopped, because of %s, is nobody's choice: it was not delivered", (because) => {
    expect(plainStateOf({ state: "stopped", because, withdrawn: undefined })).toBe("notDelivered");
  });

  test("stopped, because the phone had the same words that day, is handed over", () => {
    expect(plainStateOf({ state: "stopped", because: "sameToday", withdrawn: undefined })).toBe("handed");
  });

  test.each(["moved", "cancelled", "anything else"])("taken back because of %s, it is stopped before a sender has met it, and says no more of what is beyond recall", (withdrawn) => {
    expect(plainStateOf({ state: "waiting", because: undefined, withdrawn })).toBe("stopped");
    for (const state of messageStates.filter((one) => one !== "waiting" && one !== "stopped")) {
      expect(plainStateOf({ state, because: undefined, withdrawn })).toBe(plainStateOf({ state, because: undefined, withdrawn: undefined }));
    }
  });

  test.each(["optedOut", "OptedOut", "OptedOutException"])("refused at the network (%s) is their choice, but in doubt it is not known", (because) => {
    for (const state of ["failed", "undelivered"] as const) expect(plainStateOf({ state, because, withdrawn: undefined })).toBe("stopped");
    expect(plainStateOf({ state: "inDoubt", because, withdrawn: undefined })).toBe("notDelivered");
  });

  test("all four occur", () => {
    const seen = messageStates.flatMap((state) => everyReason.map((because) => plainStateOf({ state, because, withdrawn: undefined })));
    expect([...new Set(seen)].toSorted()).toEqual([...plainStates].toSorted());
  });

  test("the desk is asked to call exactly when a text did not come, nobody chose that and it was not taken back; for a code, never", () => {
    for (const state of messageStates) {
      for (const because of everyReason) {
        for (const withdrawn of [undefined, "moved"]) {
          for (const lane of lanes) {
            const notCome = plainStateOf({ state, because, withdrawn }) === "notDelivered";
            expect(needsCall({ lane, state, because, withdrawn })).toBe(lane !== "code" && notCome && withdrawn === undefined);
          }
        }
      }
    }
  });
});

describe("a stored message", () => {
  const stored: Message = {
    area: "registration",
    subject: "K7M4Q9TX",
    id: "m1",
    state: "waiting",
    lane: "notice",
    template: "receipt",
    purpose: "receipt",
    language: "vi",
    values: { hint: "K7M4" },
    to: `+84${testPhone(1).slice(1)}`,
    reason: "justDone",
    contact: contactRule(),
    createdAt: "2026-11-21T15:10:00.000Z",
    dueAt: "2026-11-21T15:10:00.000Z",
    notAfter: "2026-11-24T15:10:00.000Z",
    attempts: 0,
    revision: 0,
    story: [{ at: "2026-11-21T15:10:00.000Z", what: "promised" }],
  };
  const isRead = (row: unknown) => messageSchema.safeParse(row).success;

  test("is read back", () => {
    expect(messageSchema.parse(stored)).toEqual(stored);
  });

  test.each(messageSchema.shape.template.options)("as it is promised at a moment, with the text “%s”: waiting, untried, for that text's purpose", (template) => {
    const { area, subject, id, lane, language, reason, values, to, contact, dueAt, notAfter } = stored;
    const made = newMessage({ area, subject, id, lane, template, language, reason, values, to, contact, dueAt, notAfter }, new Date(stored.createdAt));
    expect(made).toEqual({ ...stored, template, purpose: catalogue[template].purpose });
    expect(messageSchema.parse(made)).toEqual(made);
  });

  test("is read back after its values and number were erased", () => {
    const { values: _values, to: _to, contact: _contact, ...rest } = stored;
    expect(isRead({ ...rest, state: "handed", route: "sns", routeMessageId: "r1" })).toBe(true);
  });

  test("is read back with every move in its story", () => {
    for (const what of moveNames) expect(isRead({ ...stored, story: [{ at: stored.createdAt, what, because: "test", route: "sns", until: stored.notAfter }] })).toBe(true);
  });

  test.each([
    ["an unknown state", { state: "sent" }],
    ["a text that is not in the catalogue", { template: "advert" }],
    ["a purpose nobody agreed to", { purpose: "advert" }],
    ["an area that does not exist", { area: "police" }],
    ["a field nobody knows", { name: "Nguyễn Văn Mẫu" }],
    ["a time without a zone", { dueAt: "2026-11-21T15:10:00" }],
    ["half an attempt", { attempts: 0.5 }],
    ["a story of what never happens", { story: [{ at: "2026-11-21T15:10:00.000Z", what: "read" }] }],
    ["words in its story", { story: [{ at: "2026-11-21T15:10:00.000Z", what: "claim", body: "Duong Ve" }] }],
  ])("with %s is refused", (_, change) => {
    expect(isRead({ ...stored, ...change })).toBe(false);
  });

  test("can carry every text of the catalogue, and no other", () => {
    expect(messageSchema.shape.template.options.toSorted()).toEqual(Object.keys(catalogue).toSorted());
  });
});
