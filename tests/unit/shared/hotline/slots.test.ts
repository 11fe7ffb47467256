import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  closedSlot,
  isChoosable,
  isHeld,
  isOffered,
  isOpenToSoon,
  isOverBooked,
  isSlotId,
  newSlot,
  seatsFree,
  slotAt,
  slotEnd,
  slotStart,
  withCall,
  withCapacity,
  withHold,
  withoutCall,
  withoutHold,
  type Slot,
} from "../../../../shared/hotline/slots.ts";
import { inVietnam, minutesAfter, monday } from "../../support/callers.ts";
import { holds } from "../../support/property.ts";

const id = "2026-11-23T14:30";
const slot = (change: Partial<Slot> = {}): Slot => ({ ...newSlot(id), capacity: 2, version: 1, ...change });
const at = (time: string) => inVietnam("2026-11-23", time);
const must = <T>(value: T | null): T => {
  if (value === null) throw new Error("there is a seat");
  return value;
};

describe("a slot's name", () => {
  test("is the day and wall clock in Vietnam at which it starts", () => {
    expect(slotStart(id)).toEqual(at("14:30:00"));
    expect(slotEnd(id)).toEqual(at("15:00:00"));
    expect(slotStart("2026-11-23T00:00")).toEqual(new Date("2026-11-22T17:00:00Z"));
  });

  test.each(["2026-11-23T14:30", "2026-11-23T00:00", "2026-11-23T23:30", "2028-02-29T08:00"])("%s is one", (text) => {
    expect(isSlotId(text)).toBe(true);
  });

  test.each(["", "soon", "2026-11-23", "2026-11-23T14:15", "2026-11-23T24:00", "2026-11-23T8:00", "2026-11-31T08:00", "2027-02-29T08:00", "2026-11-23T14:30:00", "2026-11-23T14:30 ", "2026-11-23T14:30Z"])(
    "%j is none",
    (text) => {
      expect(isSlotId(text)).toBe(false);
    },
  );

  test.each([
    ["14:29:59.999", "2026-11-23T14:00"],
    ["14:30:00.000", "2026-11-23T14:30"],
    ["14:59:59.999", "2026-11-23T14:30"],
    ["15:00:00.000", "2026-11-23T15:00"],
    ["23:59:59.999", "2026-11-23T23:30"],
    ["00:00:00.000", "2026-11-23T00:00"],
  ])("the half hour at %s is %s", (time, name) => {
    expect(slotAt(at(time))).toBe(name);
  });

  test("every moment is inside the half hour it falls into", () => {
    holds(
      fc.property(fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2028-01-01T00:00:00Z"), noInvalidDate: true }), (moment) => {
        const name = slotAt(moment);
        expect(isSlotId(name)).toBe(true);
        expect(slotStart(name).getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(slotEnd(name).getTime()).toBeGreaterThan(moment.getTime());
      }),
    );
  });
});

describe("until when", () => {
  test.each([
    ["13:59:59.999", true],
    ["14:00:00.000", false],
    ["14:30:00.000", false],
  ])("14:30 can be chosen at %s: %s", (time, may) => {
    expect(isChoosable(id, at(time))).toBe(may);
    expect(isOffered(slot(), at(time))).toBe(may);
  });

  test.each([
    ["14:30:00.000", true],
    ["14:45:00.000", true],
    ["14:45:00.001", false],
    ["15:00:00.000", false],
  ])("14:30 still serves “as soon as possible” at %s: %s", (time, may) => {
    expect(isOpenToSoon(slot(), at(time))).toBe(may);
  });

  test("a full slot is neither offered nor open", () => {
    expect(isOffered(slot({ taken: 2 }), monday)).toBe(false);
    expect(isOpenToSoon(slot({ taken: 2 }), monday)).toBe(false);
  });
});

describe("a hold", () => {
  test("keeps a seat from others, and none from whoever has it", () => {
    const held = must(withHold(slot({ capacity: 1 }), "mine", monday));
    expect(seatsFree(held, monday)).toBe(0);
    expect(withHold(held, "theirs", monday)).toBeNull();
    expect(withCall(held, monday)).toBeNull();
    expect(withCall(held, monday, "theirs")).toBeNull();
    expect(must(withCall(held, monday, "mine"))).toMatchObject({ taken: 1, holds: {} });
  });

  test("ends after exactly five minutes, judged when it is read", () => {
    const held = must(withHold(slot({ capacity: 1 }), "mine", monday));
    const before = new Date(minutesAfter(monday, 5).getTime() - 1);
    expect(isHeld(held, "mine", before)).toBe(true);
    expect(seatsFree(held, before)).toBe(0);
    expect(isHeld(held, "mine", minutesAfter(monday, 5))).toBe(false);
    expect(seatsFree(held, minutesAfter(monday, 5))).toBe(1);
  });

  test("made again begins anew and takes no second seat", () => {
    const again = must(withHold(must(withHold(slot({ capacity: 1 }), "mine", monday)), "mine", minutesAfter(monday, 4)));
    expect(isHeld(again, "mine", minutesAfter(monday, 8))).toBe(true);
    expect(Object.keys(again.holds)).toEqual(["mine"]);
  });

  test("given back frees the seat; given back twice changes nothing more", () => {
    const free = withoutHold(must(withHold(slot({ capacity: 1 }), "mine", monday)), "mine", monday);
    expect(seatsFree(free, monday)).toBe(1);
    expect(seatsFree(withoutHold(free, "mine", monday), monday)).toBe(1);
  });

  test("that has run out is forgotten with the next change", () => {
    const held = must(withHold(slot(), "mine", monday));
    expect(withCapacity(held, minutesAfter(monday, 6), 2).holds).toEqual({});
  });

  test("that has run out still books while a seat is free, and no longer when it is not", () => {
    const held = must(withHold(slot({ capacity: 1 }), "mine", monday));
    const later = minutesAfter(monday, 6);
    expect(must(withCall(held, later, "mine")).taken).toBe(1);
    expect(withCall({ ...held, taken: 1 }, later, "mine")).toBeNull();
  });
});

describe("more promised than can be made", () => {
  test("a smaller roster keeps every promise and is shown as over-booked", () => {
    const smaller = withCapacity(slot({ capacity: 3, taken: 3 }), monday, 1);
    expect(smaller.taken).toBe(3);
    expect(isOverBooked(smaller)).toBe(true);
    expect(seatsFree(smaller, monday)).toBe(0);
    expect(withCall(smaller, monday)).toBeNull();
  });

  test("giving seats back ends it only when there are as many as promised", () => {
    const smaller = withCapacity(slot({ capacity: 3, taken: 3 }), monday, 1);
    expect(seatsFree(withoutCall(smaller, monday), monday)).toBe(0);
    expect(seatsFree(withoutCall(withoutCall(withoutCall(smaller, monday), monday), monday), monday)).toBe(1);
  });

  test("a closed slot has no seat, and whoever is still promised one makes it over-booked", () => {
    const closed = closedSlot(slot({ taken: 1 }), monday, true);
    expect(seatsFree(closed, monday)).toBe(0);
    expect(isOverBooked(closed)).toBe(true);
    expect(isOverBooked(withoutCall(closed, monday))).toBe(false);
    expect(seatsFree(closedSlot(closed, monday, false), monday)).toBe(1);
  });
});

test("whatever is held, given back, promised and moved in whatever order: never more than the seats there are, and each change is a new version", () => {
  const holdId = fc.constantFrom("a", "b", "c");
  const step = fc.oneof(
    fc.record({ do: fc.constant("hold" as const), holdId }),
    fc.record({ do: fc.constant("letGo" as const), holdId }),
    fc.record({ do: fc.constant("call" as const), holdId: fc.option(holdId, { nil: "" }) }),
    fc.record({ do: fc.constant("giveBack" as const) }),
    fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 6 }) }),
  );
  holds(
    fc.property(fc.integer({ min: 0, max: 4 }), fc.array(step, { maxLength: 40 }), (capacity, steps) => {
      let now = monday;
      let one = slot({ capacity });
      for (const doing of steps) {
        if (doing.do === "wait") now = minutesAfter(now, doing.minutes);
        const held = doing.do === "call" && isHeld(one, doing.holdId, now);
        const freeBefore = seatsFree(one, now);
        const after =
          doing.do === "hold" ? withHold(one, doing.holdId, now)
          : doing.do === "letGo" ? withoutHold(one, doing.holdId, now)
          : doing.do === "call" ? withCall(one, now, doing.holdId)
          : doing.do === "giveBack" && one.taken > 0 ? withoutCall(one, now)
          : null;
        // A seat that is free, or one's own, is always given; no other ever is.
        if (doing.do === "call") expect(after !== null).toBe(held || freeBefore > 0);
        if (!after) continue;
        expect(after.version).toBe(one.version + 1);
        one = after;
        const live = Object.values(one.holds).filter((until) => until > now.toISOString()).length;
        expect(one.taken + live).toBeLessThanOrEqual(capacity);
        expect(seatsFree(one, now)).toBe(capacity - one.taken - live);
      }
    }),
    500,
  );
});
