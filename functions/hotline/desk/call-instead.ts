import { listOf, liveLease, type Caller } from "../../../shared/hotline/caller.ts";
import { nextCallAt } from "../../../shared/hotline/next-call.ts";
import type { CallInstead, Standing, Unreached } from "../../../web/pages/desk/hotline-call-instead.tsx";
import type { Staff } from "../lease.ts";
import { write } from "../write.ts";
import type { DeskDeps } from "./deps.ts";

type TextDeps = Pick<DeskDeps, "store" | "texts" | "ids" | "now">;

const mostTexts = 100;
const mostPeople = 20;

/** Whom to call because texts did not reach them, longest waiting first. */
export async function callInstead({ store, texts, now }: Pick<TextDeps, "store" | "texts" | "now">): Promise<CallInstead> {
  const at = now();
  const { texts: found, more } = await texts.toCall(mostTexts);
  const people = [...Map.groupBy(found, ({ subject }) => subject)];
  const shown = people.slice(0, mostPeople).map(async ([key, own]): Promise<Unreached> => {
    const caller = await store.findCaller(key, at);
    const since = new Date(own[0]?.callInsteadAt ?? at);
    return { key, maskedPhone: caller?.maskedPhone ?? null, since, texts: own, standing: standingOf(caller, at) };
  });
  return { people: await Promise.all(shown), count: people.length, more };
}

function standingOf(caller: Caller | null, now: Date): Standing {
  if (!caller) return { list: "gone" };
  const list = listOf(caller, now);
  const lease = liveLease(caller, now);
  if (list === "held") return lease ? { list, by: lease.name } : { list: "now" };
  const from = nextCallAt(caller, now);
  if (list === "later") return from ? { list, from } : { list: "resting" };
  return { list };
}

/** What a counsellor says of texts that did not reach somebody: they were told otherwise, or, with nothing open any more, need not be. */
export type Settled = "told" | "dropped";

/** Nobody has to call about these texts any more; who said so is written down once. */
export async function settle(deps: TextDeps, { key, texts, staff }: { key: string; texts: readonly string[]; staff: Staff }): Promise<Settled> {
  const now = deps.now();
  const caller = await deps.store.findCaller(key, now);
  const because = caller && listOf(caller, now) !== "gone" ? "told" : "dropped";
  const cleared = await Promise.all(texts.map((id) => deps.texts.called({ area: "hotline", subject: key, id })));
  if (caller && cleared.includes(true)) await write(deps, [{ what: "event", callerKey: key, event: { id: deps.ids.event(), at: now.toISOString(), type: "note", by: staff, because } }], now);
  return because;
}

/** The call has told them: nothing of theirs is left to call about. */
export async function settleAll({ texts }: Pick<TextDeps, "texts">, key: string): Promise<void> {
  const open = (await texts.about(key)).filter(({ callInsteadAt }) => callInsteadAt !== undefined);
  await Promise.all(open.map(({ id }) => texts.called({ area: "hotline", subject: key, id })));
}
