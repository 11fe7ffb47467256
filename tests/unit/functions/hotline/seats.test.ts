import { expect, test } from "vitest";
import { combined } from "../../../../functions/hotline/seats.ts";
import type { Change } from "../../../../functions/hotline/store.ts";
import { closedSlot, newSlot, withCall, withoutCall, type Slot } from "../../../../shared/hotline/slots.ts";

const now = new Date("2026-11-23T02:00:00.000Z");
const slot = (change: Partial<Slot> = {}): Slot => ({ ...newSlot("2026-11-23T15:00"), capacity: 3, taken: 2, version: 4, ...change });
const back = (before: Slot): Change => ({ what: "slot", before, after: withoutCall(before, now) });
const taken = (before: Slot): Change => ({ what: "slot", before, after: withCall(before, now) ?? before });
const seat: Change = { what: "noSeat", seat: { slotId: "2026-11-23T15:00", reference: "R1", callerKey: "caller-1" } };

test("two seats of one slot given back are one change of it, after everything else", () => {
  expect(combined([back(slot()), seat, back(slot())])).toEqual([seat, { what: "slot", before: slot(), after: slot({ taken: 0, version: 5 }) }]);
});

test("one seat given back and one taken leave as many, and never less than none", () => {
  expect(combined([back(slot()), taken(slot())])).toMatchObject([{ after: { taken: 2, version: 5 } }]);
  expect(combined([back(slot({ taken: 0 })), back(slot({ taken: 0 }))])).toMatchObject([{ after: { taken: 0 } }]);
});

test("other slots stay changes of their own", () => {
  const other = slot({ id: "2026-11-23T15:30", version: 9 });
  expect(combined([back(slot()), back(other)])).toEqual([back(slot()), back(other)]);
});

test("a slot that moved between two reads gives no change at all, whichever was read first", () => {
  const closed = closedSlot(slot(), now, true);
  expect(combined([back(slot()), back(closed)])).toBeNull();
  expect(combined([back(closed), back(slot())])).toBeNull();
});
