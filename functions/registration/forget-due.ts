import { instantOf } from "../../shared/calendar/local-time.ts";
import { goneAt, isExpired, type Dates } from "../../shared/privacy/declarations.ts";
import { forgetFileAt } from "../../shared/registration/forget-file.ts";
import { overAt } from "../../shared/registration/standing.ts";
import { forgetAll, hushOver, type Forgotten } from "../platform/forget-all.ts";
import { deskMark } from "./list-look-store.ts";
import { erase, type EraseDeps } from "./erase.ts";
import type { OpenedToErase } from "./erase-store.ts";

/** Forgets what has had its time, of each application what is due of it. */
export const forgetDue = (deps: EraseDeps, { until }: { until: Date }): Promise<Forgotten> => forgetAll(deps, deps.erasing.forgetting, until, (pk) => forgetOne(deps, pk));

async function forgetOne(deps: EraseDeps, pk: string): Promise<Partial<Forgotten>> {
  if (pk.startsWith(deskMark)) return { fields: await hushOver(deps.erasing.forgetting, pk, { now: deps.now(), over: (at) => goneAt("listLooks", { looked: at }) }) };
  const reference = pk.split("#")[1] ?? "";
  const opened = await deps.erasing.open(reference);
  if (!opened) return {};
  const now = deps.now();
  const { file, history, addresses } = livesOf(opened);
  if (file <= now.toISOString()) {
    await erase(deps, { reference, basis: "lifeOver" });
    return { people: 1 };
  }
  const over = addresses.filter(({ dates }) => isExpired("addresses", dates, now));
  const isHistoryOver = opened.hasHistory && isExpired("history", history, now);
  await deps.erasing.shorten(reference, { history: isHistoryOver, addressesOf: over.map(({ id }) => id) });
  const left = [file, ...(opened.hasHistory && !isHistoryOver ? [goneAt("history", history)] : []), ...addresses.filter((one) => !over.includes(one)).map(({ dates }) => goneAt("addresses", dates))];
  const next = left.flatMap((at) => at ?? []).toSorted()[0] ?? null;
  await deps.erasing.forgetting.putOff(pk, { seq: opened.trail.seq, until: next });
  return { fields: over.length + (isHistoryOver ? 1 : 0) };
}

/** How long an application, and what of it goes earlier, is kept as it stands. */
function livesOf({ kept, appointments, changedAt }: OpenedToErase): { file: string; history: Dates; addresses: { id: string; dates: Dates }[] } {
  const { state, course } = kept;
  return {
    file: forgetFileAt({ state, course, changedAt }),
    history: course ? { decided: instantOf(course.decidedOn, 0, 0).toISOString() } : {},
    addresses: appointments.flatMap((one) => (one.address === undefined ? [] : [{ id: one.id, dates: { appointmentOver: overAt(one).toISOString() } }])),
  };
}
