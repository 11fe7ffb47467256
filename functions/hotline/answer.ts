import { mayDo } from "../../shared/appointment/appointment.ts";
import { appointmentOf, type Callback } from "../../shared/hotline/callback.ts";
import { withChange } from "../../shared/hotline/caller.ts";
import { changeable, event } from "./change.ts";
import type { Deps } from "./deps.ts";
import { TooLate } from "./refusals.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

/** The person says that the time still suits them. Said already: nothing is written. Throws `TooLate` when it has come or is over. */
export async function confirm(deps: Deps, reference: string): Promise<Callback> {
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const live = await changeable(deps, reference);
    if (live === overtaken) return overtaken;
    const { callback, caller } = live;
    if (callback.confirmedAt) return callback;
    const appointment = appointmentOf(callback);
    if (!appointment || !mayDo(appointment, "confirm", now)) throw new TooLate("ended");
    const after: Callback = { ...callback, version: callback.version + 1, confirmedAt: now.toISOString() };
    const failed = await write(deps, [{ what: "callback", before: callback, after }, event(deps, caller.key, "confirmed", reference)], now);
    return failed.size > 0 ? overtaken : after;
  });
  deps.log.info("CALLBACK_CONFIRMED");
  return changed;
}

/**
 * No more texts about this callback; what waits is stopped with it. From a link that was texted, no more to this phone at all:
 * whoever holds it decides that, and nobody who merely typed its number does. Codes somebody asks for still come.
 */
export async function stopTexts(deps: Deps, reference: string, { wholePhone }: { wholePhone: boolean }): Promise<Callback> {
  const changed = await untilWritten(async () => {
    const now = deps.now();
    const live = await changeable(deps, reference).catch((thrown: unknown) => {
      if (thrown instanceof TooLate && wholePhone) return null;
      throw thrown;
    });
    if (live === overtaken) return overtaken;
    if (live === null) return stopPhone(deps, reference);
    const { callback, caller } = live;
    if (callback.textsStopped === "phone" || (callback.textsStopped && !wholePhone)) return callback;
    const textsStopped = wholePhone ? "phone" : "appointment";
    const phone = wholePhone ? await deps.store.findPhone(caller.key, now) : null;
    const after: Callback = { ...callback, version: callback.version + 1, textsStopped };
    const failed = await write(
      deps,
      [
        { what: "callback", before: callback, after },
        { what: "caller", before: caller, after: withChange(caller, reference, { textsStopped }) },
        event(deps, caller.key, "textsStopped", reference),
        ...(phone ? [{ what: "noTexts", phone } as const] : []),
      ],
      now,
    );
    return failed.size > 0 ? overtaken : after;
  });
  deps.log.info("TEXTS_STOPPED");
  return changed;
}

/** While it rings, or when it is over, a texted link still stops all texts to its phone. */
async function stopPhone(deps: Deps, reference: string): Promise<Callback | typeof overtaken> {
  const now = deps.now();
  const before = await deps.store.findCallback(reference, now);
  if (!before) throw new TooLate("ended");
  const phone = before.textsStopped === "phone" ? null : await deps.store.findPhone(before.callerKey, now);
  if (!phone) return before;
  const after: Callback = { ...before, version: before.version + 1, textsStopped: "phone" };
  const failed = await write(deps, [{ what: "callback", before, after }, event(deps, before.callerKey, "textsStopped", reference), { what: "noTexts", phone }], now);
  return failed.size > 0 ? overtaken : after;
}
