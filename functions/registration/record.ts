import { localDate } from "../../shared/calendar/local-time.ts";
import type { Message } from "../../shared/messages/message.ts";
import { isOpenRight, type Right } from "../../shared/privacy/rights.ts";
import { actIssues } from "../../shared/registration/act-rules.ts";
import { toldActs, type Act, type ActFacts } from "../../shared/registration/acts.ts";
import { entryOf, unitOf, type Case, type CaseEvent } from "../../shared/registration/case.ts";
import { afterAct } from "../../shared/registration/course.ts";
import { isOpen, mayMove } from "../../shared/registration/state.ts";
import { officeNamed } from "./office.ts";
import type { Deps } from "./deps.ts";
import { ended } from "./ended.ts";
import { promises, stillWaiting, tellingText, waiting } from "./promised-text.ts";
import { ChangedSince, NoCase, NotRecorded } from "./refusals.ts";
import { openCase, type Officer } from "./scope.ts";
import type { CaseStore } from "./case-store.ts";
import type { RightsStore } from "./rights-store.ts";
import type { Change, Event } from "./store.ts";

export type DeskDeps = Deps & { cases: CaseStore; rights: Pick<RightsStore, "list"> };

/** `version` is that of the application the officer saw. */
export type Recording<A extends Act> = { officer: Officer; reference: string; act: A; facts: ActFacts[A]; version: number };
export type Recorded = { outcome: "recorded" | "repeated"; textComing: boolean };

/**
 * Records one act of an officer: state, clock, event and the text that tells of it in one write. Sent twice, it is recorded once. Throws `NoCase`,
 * `NotRecorded` when the state, the role or the law is against it, and `ChangedSince` when somebody else was faster: then nothing is written.
 */
export async function record<A extends Act>(deps: DeskDeps, recording: Recording<A>): Promise<Recorded> {
  const { officer, act, facts, version } = recording;
  const opened = await openedFor(deps, recording);
  if (opened.version !== version) return repeated(opened, recording);
  const now = deps.now();
  if (!mayMove(act, opened.state, officer.roles)) throw new NotRecorded([]);
  const issues = actIssues(act, facts, { progress: opened, application: opened.application, communeCode: opened.office.communeCode, today: localDate(now) });
  if (issues.length) throw new NotRecorded(issues);
  const texts = textsOf(deps, opened, act);
  // What the person has asked about their data goes along to another office.
  const rights = "communeCode" in facts ? (await deps.rights.list(recording.reference)).filter(isOpenRight) : [];
  if (!(await deps.store.write(changesOf(deps, { recording, opened, texts, rights }), now))) return repeated(await openedFor(deps, recording), recording);
  deps.log.info("ACT_RECORDED", { act });
  return { outcome: "recorded", textComing: texts.length > 0 };
}

async function openedFor({ cases }: Pick<DeskDeps, "cases">, { officer, reference }: Pick<Recording<Act>, "officer" | "reference">): Promise<Case> {
  const found = await openCase(cases, officer.scope, reference);
  if (!found) throw new NoCase();
  return found.opened;
}

/** The same act with the same facts, on the same version, by the same person is a form that was sent twice; anything else came first. */
function repeated<A extends Act>({ events }: Case, { act, version, officer, facts }: Recording<A>): Recorded {
  const wanted = sorted(plain(facts));
  const isSame = (event: CaseEvent) => event.type === act && event.version === version + 1 && event.staff?.staffId === officer.staff.staffId && sorted(event.facts ?? {}) === wanted;
  if (!events.some(isSame)) throw new ChangedSince();
  return { outcome: "repeated", textComing: false };
}
const sorted = (facts: object): string => JSON.stringify(Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1)));

type Parts<A extends Act> = { recording: Recording<A>; opened: Case; texts: readonly Message[]; rights: readonly Right[] };

function changesOf<A extends Act>(deps: Deps, { recording, opened, texts, rights }: Parts<A>): Change[] {
  const { act, facts, reference, officer } = recording;
  const now = deps.now();
  const after = afterAct(opened, act, facts, now);
  const done: Event = { id: deps.ids.event(), type: act, at: now.toISOString(), by: "desk", staff: officer.staff, version: opened.version + 1, office: unitOf(opened.office), facts: plain(facts) };
  const over = !isOpen(after.state);
  const to = "communeCode" in facts ? { office: officeNamed(facts.communeCode, localDate(now)), line: entryOf(opened, now) } : undefined;
  return [
    { what: "progress", move: act, before: opened, after: { ...after, texts: [...(over || to ? [] : stillWaiting(opened.texts, now)), ...waiting(texts)] }, ...(to ? { to } : {}) },
    { what: "event", reference, event: done },
    ...promises(texts),
    ...(to ? rights.map((before): Change => ({ what: "right", reference, office: to.office, before, after: { ...before, version: before.version + 1 }, at: now.toISOString(), beside: true })) : []),
    // Who goes elsewhere is not expected here any more.
    ...(over || to ? ended(deps, opened, now) : []),
  ];
}

const plain = (facts: Readonly<Record<string, string | number | string[] | undefined>>): NonNullable<Event["facts"]> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

function textsOf(deps: Deps, opened: Case, act: Act): Message[] {
  if (opened.textsStopped || !toldActs.has(act)) return [];
  const text = tellingText(deps, opened, act === "withdraw" ? "withdrawn" : "news");
  return text ? [text] : [];
}
