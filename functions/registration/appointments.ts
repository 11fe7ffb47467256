import { appointmentKinds, mayDo, type AppointmentKind } from "../../shared/appointment/appointment.ts";
import { plannedOf } from "../../shared/registration/standing.ts";
import { moveOf } from "../../shared/registration/state.ts";
import { appointmentTexts } from "./appointment-texts.ts";
import { event, found, writeAppointment, type By, type Changed, type Seen } from "./change.ts";
import type { Deps } from "./deps.ts";
import type { AppointmentRef } from "./identify.ts";
import { ChangedSince, NotAllowed, NotBookable, TooLate } from "./refusals.ts";
import { untilWritten } from "../platform/until-written.ts";

/** So many may be planned at once: all are cancelled in one write when their application is withdrawn. */
export const mostPlanned = 20;

/** Plans something for an application at a time to come, with the text that tells of it and its reminders. Throws `NotBookable`, and `ChangedSince` when it is not as it was seen. */
export async function book(deps: Deps, input: { reference: string; kind: AppointmentKind; at: Date; address?: string | undefined; seen?: Seen | undefined }): Promise<Changed> {
  const { reference, kind, at, address, seen } = input;
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const standing = await deps.store.findStanding(reference);
    if (!standing || !moveOf("book").from.includes(standing.state)) throw new NotBookable(standing ? "withdrawn" : "unknown");
    if (seen && standing.version !== seen.version) throw new ChangedSince();
    if (at <= now) throw new NotBookable("past");
    if (plannedOf(standing, now).length >= mostPlanned) throw new NotBookable("tooMany");
    const after = { id: deps.ids.message(), kind, state: "planned" as const, at: at.toISOString(), ...(address ? { address } : {}), bookedAt: now.toISOString(), version: 1 };
    const texts = appointmentTexts(deps, standing, after, { template: "booked", reason: "weBegin" });
    return writeAppointment(deps, standing, { before: null, after, texts, done: event(deps, reference, "appointmentBooked", "desk", { ...seen, version: standing.version }) });
  });
  deps.log.info("APPOINTMENT_BOOKED");
  return changed;
}

/**
 * Gives an appointment another time; whoever had confirmed the old one is asked anew. The desk may move any that is planned, the person
 * those whose kind lets them, before they begin. At its own time already: nothing is written. Throws `NotAllowed`, `TooLate`, `NotBookable`.
 */
export async function move(deps: Deps, input: AppointmentRef & { at: Date; by: By }): Promise<Changed> {
  const { reference, at, by } = input;
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const { standing, before } = await found(deps, input);
    if (by === "applicant" && appointmentKinds[before.kind].movedBy !== "person") throw new NotAllowed(before.kind);
    if (before.state !== "planned" || (by === "applicant" && !mayDo(before, "move", now))) throw new TooLate("ended");
    if (at.toISOString() === before.at) return { appointment: before, textComing: false };
    if (at <= now) throw new NotBookable("past");
    const { confirmedAt: _confirmed, ...rest } = before;
    const after = { ...rest, at: at.toISOString(), version: before.version + 1 };
    const texts = appointmentTexts(deps, standing, after, { template: "booked", reason: by === "desk" ? "weBegin" : "justDone" });
    return writeAppointment(deps, standing, { before, after, texts, because: "moved", done: event(deps, reference, "appointmentMoved", by, { version: standing.version }) });
  });
  deps.log.info("APPOINTMENT_MOVED");
  return changed;
}

/** Ends an appointment that is planned; the person may until it begins. Cancelled already: nothing is written. Throws `TooLate`, `ChangedSince`. */
export async function cancel(deps: Deps, input: AppointmentRef & { by: By; seen?: Seen | undefined }): Promise<Changed> {
  const { reference, by, seen } = input;
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const { standing, before } = await found(deps, input);
    if (before.state === "cancelled") return { appointment: before, textComing: false };
    if (seen && standing.version !== seen.version) throw new ChangedSince();
    if (by === "applicant" && !mayDo(before, "cancel", now)) throw new TooLate("ended");
    const after = { ...before, state: "cancelled" as const, cancelledAt: now.toISOString(), version: before.version + 1 };
    const texts = appointmentTexts(deps, standing, after, { template: "cancelled", reason: by === "desk" ? "weBegin" : "justDone" });
    return writeAppointment(deps, standing, { before, after, texts, because: "cancelled", done: event(deps, reference, "appointmentCancelled", by, { ...seen, version: standing.version }) });
  });
  deps.log.info("APPOINTMENT_CANCELLED");
  return changed;
}
