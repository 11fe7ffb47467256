import { describe, expect, test } from "vitest";
import { appointmentKinds, appointmentSchema, mayDo, places, type Appointment, type AppointmentKind } from "../../../../shared/appointment/appointment.ts";
import { inVietnam, minutesAfter } from "../../support/callers.ts";

type Act = Parameters<typeof mayDo>[1];

const at = inVietnam("2026-11-24", "14:30:00");
const planned: Appointment = { id: "a1", kind: "call", state: "planned", at: at.toISOString(), bookedAt: inVietnam("2026-11-21", "09:00:00").toISOString(), version: 1 };
const dayBefore = minutesAfter(at, -1_440);
const acts: Act[] = ["confirm", "move", "cancel"];
const kinds = appointmentSchema.shape.kind.options;
/** Whose time the desk keeps, written down once more. */
const movedByDesk: ReadonlySet<AppointmentKind> = new Set(["interview", "admission"]);
const allowed = (change: Partial<Appointment>, now: Date): Act[] => acts.filter((act) => mayDo({ ...planned, ...change }, act, now));

describe("what a person may do with their appointment", () => {
  test.each(kinds)("%s, planned and ahead: confirm once, cancel always, move if it is theirs to move", (kind) => {
    const moves: Act[] = movedByDesk.has(kind) ? [] : ["move"];
    expect(allowed({ kind }, dayBefore)).toEqual(["confirm", ...moves, "cancel"]);
    expect(allowed({ kind, confirmedAt: dayBefore.toISOString() }, dayBefore)).toEqual([...moves, "cancel"]);
  });

  test.each(kinds.flatMap((kind) => (["cancelled", "over"] as const).map((state) => ({ kind, state }))))("$kind, $state: nothing", ({ kind, state }) => {
    expect(allowed({ kind, state }, dayBefore)).toEqual([]);
  });

  test.each(kinds)("%s, begun or past: nothing", (kind) => {
    expect(allowed({ kind }, new Date(at.getTime() - 1))).toContain("cancel");
    expect(allowed({ kind }, at)).toEqual([]);
    expect(allowed({ kind }, minutesAfter(at, 1))).toEqual([]);
  });

  test.each(["2026-11-24T07:30:00.000Z", "2026-11-24T07:30:00Z", "2026-11-24T07:30Z"])("it has begun at the same moment however the moment is written: %s", (written) => {
    expect(allowed({ at: written }, new Date(at.getTime() - 1))).toContain("cancel");
    expect(allowed({ at: written }, at)).toEqual([]);
    expect(allowed({ at: written }, new Date(at.getTime() + 500))).toEqual([]);
  });
});

describe("a stored appointment", () => {
  test("is read back, with and without address and confirmation", () => {
    expect(appointmentSchema.parse(planned)).toEqual(planned);
    const whole = { ...planned, address: "12 phố Thí Nghiệm", confirmedAt: dayBefore.toISOString() };
    expect(appointmentSchema.parse(whole)).toEqual(whole);
  });

  test.each([
    ["an unknown kind", { kind: "arrest" }],
    ["an unknown state", { state: "missed" }],
    ["a time without a zone", { at: "2026-11-24T14:30:00" }],
    ["a field nobody knows", { name: "Nguyễn Văn Mẫu" }],
    ["half a version", { version: 1.5 }],
  ])("with %s is refused", (_, change) => {
    expect(appointmentSchema.safeParse({ ...planned, ...change }).success).toBe(false);
  });

  test("can be of every kind there is, each with a place that texts have words for and a length", () => {
    expect([...kinds].toSorted()).toEqual(Object.keys(appointmentKinds).toSorted());
    for (const kind of kinds) {
      expect(places).toContain(appointmentKinds[kind].place);
      expect(appointmentKinds[kind].minutes).toBeGreaterThan(0);
    }
  });
});
