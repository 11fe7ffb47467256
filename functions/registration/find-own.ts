import { linkEndsAt, type KeptAppointment, type Standing } from "../../shared/registration/standing.ts";
import { isToken } from "../../shared/reference.ts";
import { NotProven } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { linkHashOf, textTokenOf } from "./identify.ts";

/** An appointment somebody came back to. `byText`: by what was sent to its phone, so whoever asks holds that phone. */
export type Own = { standing: Standing; appointment: KeptAppointment; byText: boolean };

/** The appointment a short link leads to. Throws `NotProven` when the link is unknown, or what it led to ended more than a day ago. */
export async function findByLink(deps: Pick<Deps, "store" | "seal" | "now">, token: string): Promise<Own> {
  const now = deps.now();
  const link = isToken(token) ? await deps.store.findLinked(linkHashOf(deps, token), now) : null;
  const standing = link && (await deps.store.findStanding(link.reference));
  const appointment = standing?.appointments.find(({ id }) => id === link?.appointmentId);
  if (!standing || !appointment || now >= linkEndsAt(appointment)) throw new NotProven("link");
  return { standing, appointment, byText: link?.byText === true };
}

/** The token behind a short code from a text. Throws `NotProven` when there is none. */
export async function tokenOfShortCode(deps: Pick<Deps, "store" | "seal" | "now">, code: string): Promise<string> {
  const link = await deps.store.findLinked(linkHashOf(deps, code), deps.now());
  if (!link) throw new NotProven("code");
  return textTokenOf(deps, { reference: link.reference, id: link.appointmentId });
}
