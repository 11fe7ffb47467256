import { appointmentKinds, mayDo } from "../../../shared/appointment/appointment.ts";
import { appointmentOf, asShown, type Callback } from "../../../shared/hotline/callback.ts";
import { isOpen } from "../../../shared/hotline/state.ts";
import type { AppointmentAct } from "../../../shared/paths.ts";
import { frameWords, type Frame } from "../../../web/components/layout.tsx";
import type { AppointmentView } from "../../../web/pages/appointment.tsx";
import { shownSlot } from "../../../web/pages/callback.tsx";
import type { Words } from "../../../web/words/vi.ts";

/** A callback as its page shows it, in neutral words. */
export function appointmentView(frame: Frame, { callback, token, byText }: { callback: Callback; token: string; byText: boolean }, now: Date): AppointmentView {
  const t = frameWords(frame);
  const w = t.appointment;
  const shown = asShown(callback);
  const { state, kind, slotId, textsStopped } = shown;
  const slotGone = state === "waiting" && kind !== "soon" && !slotId;
  return {
    token,
    open: state === "waiting",
    when: whenOf(t, shown),
    place: appointmentKinds.call.place,
    state: { name: t.hotline.states[state], style: state },
    told: [...(state === "waiting" ? [] : [w[state]]), ...(slotGone ? [w.slotClosed] : []), ...(textsStopped ? [w.noTexts] : [])],
    confirmed: isStillConfirmed(shown, now),
    acts: isOpen(state) ? actsOf(shown, byText, now) : byText && textsStopped !== "phone" ? ["stopTexts"] : [],
  };
}

function actsOf(callback: Callback, byText: boolean, now: Date): AppointmentAct[] {
  const appointment = appointmentOf(callback);
  const may = (act: "confirm" | "move" | "cancel"): boolean => callback.state === "waiting" && appointment !== null && mayDo(appointment, act, now);
  return [
    ...(may("confirm") ? ["confirm" as const] : []),
    // A call that waits, or rests, can always get a time, and be given up.
    "move",
    "cancel",
    ...(appointment && callback.state === "waiting" && now.toISOString() < appointment.at ? ["calendar" as const] : []),
    ...(callback.contact.mayText === "yes" && callback.contact.textsAgreed && mayStop(callback, byText) ? ["stopTexts" as const] : []),
  ];
}

/** What was confirmed was a time to come. */
function isStillConfirmed(callback: Callback, now: Date): boolean {
  const appointment = appointmentOf(callback);
  return callback.state === "waiting" && appointment?.confirmedAt !== undefined && now.toISOString() < appointment.at;
}

/** From a texted link, what was stopped for one appointment can still be stopped for the phone. */
const mayStop = ({ textsStopped }: Callback, byText: boolean): boolean => textsStopped === undefined || (byText && textsStopped === "appointment");

function whenOf(t: Words, { kind, slotId }: Callback): string {
  const w = t.appointment;
  if (kind !== "soon" && slotId) return shownSlot(t, slotId);
  return slotId ? w.soonBy(shownSlot(t, slotId)) : w.soon;
}
