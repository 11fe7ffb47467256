import { localDate } from "../../../shared/calendar/local-time.ts";
import { applicable } from "../../../shared/law/applicable.ts";
import { regimeOf, type Regime } from "../../../shared/law/regimes.ts";
import { findCommune, officeName } from "../../../shared/places/places.ts";
import { actNames, actSchemas, type Act } from "../../../shared/registration/acts.ts";
import { placeOfPerson } from "../../../shared/registration/application.ts";
import type { Case, CaseEvent } from "../../../shared/registration/case.ts";
import { afterAct, dueOnFiling, regimeFor, type Progress } from "../../../shared/registration/course.ts";
import { dossierCodes, type DossierCode, type PaperOf } from "../../../shared/registration/papers.ts";
import { registerPeriod, registerRegime } from "../../../shared/registration/register-year.ts";
import { stateAt } from "../../../shared/registration/standing.ts";
import type { ApplicationState } from "../../../shared/registration/state.ts";
import { vi } from "../../../web/words/vi.ts";
import { addressOf } from "./phrases.ts";

type RegimeId = Regime["id"];

/** The papers an application can have at a moment; none while nobody knows which office is its own. */
export const papersOf = (opened: Case, now: Date): DossierCode[] => (opened.office.communeCode === undefined ? [] : dossierCodes.filter((code) => kinds[code].has(opened, now)));

/** One of them with its facts; null when it cannot be had. */
export const paperOf = (opened: Case, code: DossierCode, now: Date): PaperOf<DossierCode> | null => (papersOf(opened, now).includes(code) ? kinds[code].facts(opened, now) : null);

/** A page of the register of a commune: everybody it was asked for in a year of the register, as they stand now. */
export function registerPageOf(cases: readonly Case[], { communeCode, year, now }: { communeCode: string; year: number; now: Date }): PaperOf<"registerPage"> {
  const regime = registerRegime(year, localDate(now));
  const rows = cases.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  const count = (is: (one: Case) => boolean): number => rows.filter(is).length;
  const at = (...places: readonly string[]) => count((one) => places.includes(placeOf(one)));
  return {
    code: "registerPage",
    regimeId: regime.id,
    office: officeUnder(regime.id, { communeCode, name: communeCode }),
    madeAt: now.toISOString(),
    year,
    rows: rows.map(rowOf),
    totals: {
      registered: rows.length,
      home: at("home"),
      publicFacility: at("publicFacility"),
      reformSchool: at("reformSchool"),
      // Treatment of both kinds begins at the facility.
      privateFacility: at("privateFacility", "privateThenHome"),
      inTreatment: count(({ state }) => state === "inTreatment"),
      completed: count(({ course }) => course?.completedOn !== undefined),
    },
  };
}

/** The first and the last day of a year of the register, by the law it is kept by. */
export const registerDays = (year: number, now: Date) => registerPeriod(registerRegime(year, localDate(now)), year);

/** What ended without a course that was finished is noted. */
const endedEarly: ReadonlySet<ApplicationState> = new Set<ApplicationState>(["withdrawn", "stopped"]);
const placeOf = ({ course, application: { treatment } }: Case) => course?.place ?? treatment.place;

function rowOf(opened: Case): PaperOf<"registerPage">["rows"][number] {
  const { course, state, application: filed } = opened;
  const { fullName, birthDate, sex, identity } = filed.person;
  return { fullName, birthDate, sex, identityNumber: identity.number, residence: addressOf(placeOfPerson(filed)), from: course?.from, to: course?.to, place: placeOf(opened), note: endedEarly.has(state) ? vi.states[state] : undefined };
}

/** The office as the law of a paper names it: the commune's police or, before, its people's committee. */
function officeUnder(regimeId: RegimeId, { communeCode, name }: Pick<Case["office"], "communeCode" | "name">): string {
  const commune = findCommune(communeCode ?? "");
  return commune ? officeName(commune, regimeOf(regimeId).authority.is) : name;
}

/** What all papers of an application say; `madeAt` dates the paper, `unit` is the office it is a paper of: the one that has the application, unless another had it then. */
function dossierOf<R extends RegimeId>(opened: Case, regimeId: R, madeAt: string, unit: string | undefined = opened.office.communeCode) {
  const { reference, receivedAt } = opened;
  const { relationship, applicant, person, treatment, determination } = opened.application;
  return { regimeId, office: officeUnder(regimeId, { communeCode: unit, name: opened.office.name }), madeAt, reference, receivedAt, application: { relationship, applicant, person, treatment, determination } };
}

const filedUnder = ({ receivedAt }: Case): RegimeId => applicable("filing", localDate(new Date(receivedAt))).regime.id;
/** The law of a day that an application was worked on, before it was decided. */
const workedUnder = ({ receivedAt }: Case, at: string): RegimeId => applicable("decision", localDate(new Date(at)), { filedOn: localDate(new Date(receivedAt)) }).regime.id;

type Kind<C extends DossierCode> = { has: (opened: Case, now: Date) => boolean; facts: (opened: Case, now: Date) => PaperOf<C> };

const always = (): boolean => true;
const underNewLaw = (opened: Case, now: Date): boolean => regimeFor(opened, localDate(now)).id === "R2";
const once = (act: Act) => ({ events }: Case): boolean => events.some(({ type }) => type === act);

const kinds: { [C in DossierCode]: Kind<C> } = {
  application: { has: always, facts: (opened) => ({ code: "application", ...dossierOf(opened, filedUnder(opened), opened.receivedAt, firstUnit(opened)) }) },
  history: { has: underNewLaw, facts: (opened, now) => ({ code: "history", ...dossierOf(opened, "R2", now.toISOString()), history: opened.history ?? {} }) },
  receipt: { has: always, facts: receipt },
  supplements: { has: once("askForMore"), facts: supplements },
  apology: { has: once("extend"), facts: apology },
  // The form of NĐ 116/2021 (Mẫu 24) is for treatment at home only.
  decision: { has: ({ course }) => course !== undefined && (course.regimeId === "R2" || course.place === "home"), facts: decision },
  // At home, whoever is treated commits themself when treatment begins there (NĐ 163/2026, Art. 92(1)).
  commitment: { has: (opened, now) => ["home", "privateThenHome"].includes(opened.course?.place ?? "") && underNewLaw(opened, now), facts: (opened, now) => ({ code: "commitment", ...dossierOf(opened, "R2", now.toISOString()) }) },
};

function receipt(opened: Case, now: Date): PaperOf<"receipt"> {
  const next = opened.appointments.find((one) => one.kind !== "call" && stateAt(one, now) === "planned");
  return {
    code: "receipt",
    ...dossierOf(opened, filedUnder(opened), opened.receivedAt, firstUnit(opened)),
    dueAt: opened.decision.dueAt ?? undefined,
    appointment: next && { at: next.at, address: next.address },
  };
}

function supplements(opened: Case): PaperOf<"supplements"> {
  const asked = lastOf(opened, "askForMore");
  const { items, by } = actSchemas.askForMore.parse(asked.facts);
  return { code: "supplements", ...dossierOf(opened, workedUnder(opened, asked.at), asked.at, asked.office), supplements: items.map((what) => ({ what, by })) };
}

function apology(opened: Case): PaperOf<"apology"> {
  const extended = lastOf(opened, "extend");
  const dueAt = stoodAt(opened, extended.version - 1).due?.at;
  const newDueAt = stoodAt(opened, extended.version).due?.at;
  if (!dueAt || !newDueAt) throw new RangeError("only what is due is put off");
  return { code: "apology", ...dossierOf(opened, workedUnder(opened, extended.at), extended.at, extended.office), dueAt, newDueAt, reason: actSchemas.extend.parse(extended.facts).because };
}

/** As it was decided: what began later than planned changes the course, not what was signed. */
function decision(opened: Case, now: Date): PaperOf<"decision"> {
  const decided = lastOf(opened, "decide", "reissue");
  const { course } = stoodAt(opened, decided.version);
  if (!course) throw new RangeError("what was decided is a course");
  const { regimeId, number, from, to, place, facility } = course;
  const decidedOn = actSchemas.decide.shape.on.parse(decided.facts?.on);
  return { code: "decision", ...dossierOf(opened, regimeId, now.toISOString(), decided.office), decision: { number, decidedOn, from, to, place, facility } };
}

/** The office that had it when the first act was recorded. */
const firstUnit = (opened: Case): string | undefined => recordedOf(opened)[0]?.office ?? opened.office.communeCode;

/** How an application stood at one of its versions, worked out again from what was recorded. */
function stoodAt(opened: Case, version: number): Progress {
  const { receivedAt } = opened;
  const filed: Progress = { state: "submitted", receivedAt, due: dueOnFiling(new Date(receivedAt)) };
  const earlier = recordedOf(opened).filter((one) => one.version <= version);
  return earlier.reduce((progress, { act, at, facts }) => afterAct<Act>(progress, act, actSchemas[act].parse(facts), new Date(at)), filed);
}

type Recorded = Pick<CaseEvent, "at" | "facts" | "office"> & { act: Act; version: number };

/** What officers recorded, in the order of the versions it led to. */
function recordedOf({ events }: Case): Recorded[] {
  const recorded = events.flatMap(({ type, at, version, office, facts = {} }) => {
    const act = actNames.find((name) => name === type);
    return act && version !== undefined ? [{ act, at, version, office, facts }] : [];
  });
  return recorded.toSorted((a, b) => a.version - b.version);
}

/** The last record of one of these acts. RangeError when there is none. */
function lastOf(opened: Case, ...acts: readonly Act[]): Recorded {
  const found = recordedOf(opened).findLast(({ act }) => acts.includes(act));
  if (!found) throw new RangeError(`never recorded: ${acts.join(", ")}`);
  return found;
}
