import { mayDo } from "../../shared/appointment/appointment.ts";
import type { KeptAppointment, Standing } from "../../shared/registration/standing.ts";
import { event, found } from "./change.ts";
import type { Deps } from "./deps.ts";
import type { AppointmentRef } from "./identify.ts";
import { takenBack } from "./promised-text.ts";
import { TooLate } from "./refusals.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";

/** The person says that the time still suits them. Said already: nothing is written. Throws `TooLate` when it has come or is over. */
export async function confirm(deps: Deps, ref: AppointmentRef): Promise<KeptAppointment> {
  const confirmed = await untilWritten(async () => {
    const now = deps.now();
    const { before } = await found(deps, ref);
    if (before.state === "planned" && before.confirmedAt) return before;
    if (!mayDo(before, "confirm", now)) throw new TooLate("ended");
    const after: KeptAppointment = { ...before, version: before.version + 1, confirmedAt: now.toISOString() };
    const { reference } = ref;
    const written = await deps.store.write([{ what: "appointment", reference, before, after }, event(deps, reference, "appointmentConfirmed", "applicant")], now);
    return written ? after : overtaken;
  });
  deps.log.info("APPOINTMENT_CONFIRMED");
  return confirmed;
}

/**
 * No more texts about this application; what waits is taken back with it. From a link that was texted, no more to this phone at all:
 * whoever holds it decides that. The answer "you may text me" stays: it lets codes through, and those somebody asks for still come.
 */
export async function stopTexts(deps: Deps, { reference, wholePhone }: { reference: string; wholePhone: boolean }): Promise<void> {
  await untilWritten(async () => {
    const now = deps.now();
    const before = await deps.store.findStanding(reference);
    if (!before) throw new TooLate("gone");
    if (before.textsStopped === "phone" || (before.textsStopped && !wholePhone)) return true;
    const after: Standing = { ...before, textsStopped: wholePhone ? "phone" : "application", texts: [] };
    const texts = [before, ...before.appointments].flatMap((one) => one.texts);
    const written = await deps.store.write(
      [
        { what: "application", before, after },
        event(deps, reference, "textsStopped", "applicant", { version: before.version }),
        ...takenBack(deps, reference, texts, "stopped"),
        ...(wholePhone ? [{ what: "noTexts", phone: before.reach.phone } as const] : []),
      ],
      now,
    );
    return written || overtaken;
  });
  deps.log.info("TEXTS_STOPPED");
}
