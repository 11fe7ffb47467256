import { appointmentKinds, mayDo } from "../../../shared/appointment/appointment.ts";
import { appointmentSide, type AppointmentAct } from "../../../shared/paths.ts";
import { stateAt } from "../../../shared/registration/standing.ts";
import { frameWords, type Frame } from "../../../web/components/layout.tsx";
import type { AppointmentView } from "../../../web/pages/appointment.tsx";
import { shownMoment } from "../../../web/pages/receipt.tsx";
import type { Own } from "../find-own.ts";

const styles = { planned: "waiting", cancelled: "cancelled", over: "closed" } as const;

/** An appointment of an application as its page shows it, in neutral words. Where it is said in full only while it is to come. */
export function appointmentView(frame: Frame, { standing, appointment, byText }: Own, token: string, now: Date): AppointmentView {
  const t = frameWords(frame);
  const w = t.appointment;
  const { kind, at, address, confirmedAt } = appointment;
  const { place } = appointmentKinds[kind];
  const state = stateAt(appointment, now);
  const open = state === "planned";
  return {
    token,
    side: appointmentSide,
    open,
    when: shownMoment(t, at),
    place,
    address,
    state: { name: w.states[state], style: styles[state] },
    told: [...(state === "cancelled" ? [w.cancelled] : []), ...(state === "over" ? [w.over[place]] : []), ...(open && standing.textsStopped ? [w.noTexts] : [])],
    confirmed: open && confirmedAt !== undefined,
    acts: open ? actsOf({ standing, appointment, byText }, now) : [],
    // The times of these appointments are given by people.
    ...(open ? { otherTime: w.otherTime[place] } : {}),
  };
}

function actsOf({ standing, appointment, byText }: Own, now: Date): AppointmentAct[] {
  const { textsStopped, reach } = standing;
  const mayText = reach.contact.mayText === "yes" && reach.contact.textsAgreed;
  return [
    ...(mayDo(appointment, "confirm", now) ? ["confirm" as const] : []),
    ...(mayDo(appointment, "cancel", now) ? (["cancel", "calendar"] as const) : []),
    ...(mayText && (!textsStopped || (byText && textsStopped === "application")) ? ["stopTexts" as const] : []),
  ];
}
