import { localDate } from "../../../shared/calendar/local-time.ts";
import type { Staff } from "../../../shared/registration/case.ts";
import type { Unreached } from "../../../web/pages/desk/registration-call-instead.tsx";
import type { DeskDeps } from "./deps.ts";

type TextDeps = Pick<DeskDeps, "cases" | "sent" | "ids" | "now">;

const mostTexts = 100;

/** Whose families to call because texts did not reach them, longest waiting first: those of one office, or of a province's queue. */
export async function callInstead({ cases, sent }: TextDeps, unit: string): Promise<{ people: Unreached[]; more: boolean }> {
  const { texts, more } = await sent.toCall(mostTexts, unit);
  const bySubject = [...Map.groupBy(texts, ({ subject }) => subject)];
  const people = bySubject.map(async ([subject, own]): Promise<Unreached> => {
    const [reference] = await cases.findByWay(subject);
    const entry = reference ? await cases.findEntry(unit, reference) : null;
    // What has gone elsewhere is not shown here any more; who has it now is told.
    const elsewhere = entry || !reference ? null : await cases.officeOf(reference);
    return { subject, since: new Date(own[0]?.callInsteadAt ?? 0), texts: own, entry, office: elsewhere?.name ?? null };
  });
  return { people: await Promise.all(people), more };
}

/** The family was told otherwise: nobody has to call about these texts any more. Written down where the application is still this office's. */
export async function told({ cases, sent, ids, now }: TextDeps, { unit, subject, texts, staff }: { unit: string; subject: string; texts: readonly string[]; staff: Staff }): Promise<void> {
  const listed = (await sent.toCall(mostTexts, unit)).texts.filter((text) => text.subject === subject && texts.includes(text.id));
  const [reference] = listed.length ? await cases.findByWay(subject) : [];
  if (reference) await cases.look(unit, reference, { id: ids.event(), type: "told", at: now().toISOString(), by: "desk", staff, facts: { on: localDate(now()) } });
  await Promise.all(listed.map(({ id }) => sent.called({ area: "registration", subject, id })));
}
