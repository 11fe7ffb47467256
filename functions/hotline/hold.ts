import { isChoosable, isSlotId, withHold, withoutHold, type SlotId } from "../../shared/hotline/slots.ts";
import type { Deps } from "./deps.ts";
import { NoSeat } from "./refusals.ts";
import { isBookable } from "./seats.ts";
import { overtaken, untilWritten } from "../platform/until-written.ts";
import { write } from "./write.ts";

/** Keeps a seat for five minutes while a form is filled in, in place of an earlier one. Throws `NoSeat` when there is none to keep. */
export async function hold(deps: Deps, input: { slotId: SlotId; holdId: string; instead?: SlotId | undefined }): Promise<void> {
  const { slotId, holdId, instead } = input;
  if (!isBookable(slotId, deps.now())) throw new NoSeat("unknown");
  await untilWritten(async () => {
    const now = deps.now();
    if (!isChoosable(slotId, now)) throw new NoSeat("past");
    const slot = await deps.store.findSlot(slotId);
    if (slot.version === 0) throw new NoSeat("unknown");
    const after = withHold(slot, holdId, now);
    if (!after) throw new NoSeat("full");
    const left = instead && instead !== slotId && isSlotId(instead) ? await deps.store.findSlot(instead) : null;
    const failed = await write(
      deps,
      [{ what: "slot", before: slot, after }, ...(left && left.version > 0 ? [{ what: "slot" as const, before: left, after: withoutHold(left, holdId, now) }] : [])],
      now,
    );
    return failed.size > 0 ? overtaken : true;
  });
}
