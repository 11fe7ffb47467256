import type { Message } from "../../shared/messages/message.ts";
import { linkEndsAt, type KeptAppointment, type Standing } from "../../shared/registration/standing.ts";
import type { Deps } from "./deps.ts";
import { linkHashOf, linkTokenOf, shortCodeOf, textTokenOf, type AppointmentRef } from "./identify.ts";
import type { Staff } from "../../shared/registration/case.ts";
import { promises, takenBack, waiting } from "./promised-text.ts";
import { TooLate } from "./refusals.ts";
import type { Change, Event } from "./store.ts";
import { overtaken } from "../platform/until-written.ts";

/** Who changes an appointment: whoever holds its link, or the office. */
export type By = Event["by"];
/** Somebody of the staff, and the version of the application they saw. */
export type Seen = { staff: Staff; version: number };
/** An appointment after a change, and whether a text tells of it: if none does, somebody has to. */
export type Changed = { appointment: KeptAppointment; textComing: boolean };

/** An application and one of its appointments as they are now. Throws `TooLate` when there is none. */
export async function found(deps: Pick<Deps, "store">, { reference, id }: AppointmentRef): Promise<{ standing: Standing; before: KeptAppointment }> {
  const standing = await deps.store.findStanding(reference);
  const before = standing?.appointments.find((one) => one.id === id);
  if (!standing || !before) throw new TooLate("gone");
  return { standing, before };
}

export const event = (deps: Pick<Deps, "ids" | "now">, reference: string, type: Event["type"], by: By, seen?: Partial<Seen>): Change => ({
  what: "event",
  reference,
  event: { id: deps.ids.event(), type, by, at: deps.now().toISOString(), ...(seen?.staff ? { staff: seen.staff } : {}), ...(seen?.version === undefined ? {} : { version: seen.version + 1 }) },
});

type Parts = { before: KeptAppointment | null; after: Omit<KeptAppointment, "texts">; texts: readonly Message[]; done: Change; because?: "moved" | "cancelled" };

/** One write for a change of an appointment: texts of what was are taken back, those of what is promised, and its links live as long as it does. */
export async function writeAppointment(deps: Deps, standing: Standing, { before, after, texts, done, because }: Parts): Promise<Changed | typeof overtaken> {
  const { reference } = standing;
  const appointment = { ...after, texts: waiting(texts) };
  const changes: Change[] = [
    { what: "application", before: standing, after: standing },
    { what: "appointment", reference, before, after: appointment },
    done,
    ...(after.state === "planned" ? links(deps, reference, after) : []),
    ...promises(texts),
    ...(before && because ? takenBack(deps, reference, before.texts, because) : []),
  ];
  const written = await deps.store.write(changes, deps.now());
  return written ? { appointment, textComing: texts.some(({ lane }) => lane === "notice") } : overtaken;
}

/** The ways to an appointment's page, by the hashes of what leads there. */
function links(deps: Pick<Deps, "seal" | "way">, reference: string, appointment: Omit<KeptAppointment, "texts">): Change[] {
  const ref = { reference, id: appointment.id };
  const expiresAtSeconds = Math.floor(linkEndsAt(appointment).getTime() / 1_000);
  const link = (token: string, byText: boolean): Change => ({
    what: "link",
    hash: linkHashOf(deps, token),
    link: { reference, appointmentId: ref.id, ...(byText ? { byText } : {}), expiresAtSeconds },
  });
  return [link(linkTokenOf(deps, ref), false), link(textTokenOf(deps, ref), true), ...(deps.way === "code" ? [link(shortCodeOf(deps, ref), true)] : [])];
}
