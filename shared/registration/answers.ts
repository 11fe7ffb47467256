import type { CivilDate } from "../calendar/civil-date.ts";
import { treeOf, typedDay, type Answers } from "../form/answers.ts";
import { fieldAt, type Issue } from "../form/issues.ts";
import type { Language } from "../language.ts";
import { findCommunes, type Candidate } from "../places/find-communes.ts";
import { findCommune, findProvince, type Commune, type Province } from "../places/places.ts";
import { consentWording } from "./application.ts";
import { keptPlaceText } from "./fields.ts";
import { checkApplication, factsOf, type Checked, type Facts } from "./law-rules.ts";
import { firstStep, steps, type Field, type Step, type StepId } from "./steps.ts";

/** What a ticked box posts. A consent posts the version of the words it stood under: ticked under older words, it is asked again. */
export const tickValue = (field: Field): string => (field.name.startsWith("consents.") ? consentWording : "yes");

type CommuneField = Field & { kind: "commune" };

/** What an option of the list of communes posts: the commune, unless it is none of them, and what was typed before. */
export const choiceValue = (commune: Commune | undefined, typed: string): string => `${commune?.code ?? ""}~${keptPlaceText(typed)}`;

/** What an answer to a commune's question says: a name or code as typed, or what was chosen from the list that a name led to. */
function said(answer: string): { chosen?: string; typed: string; notFound: boolean } {
  const [, chosen, typed] = /^(\d{5})?~(.*)$/su.exec(answer) ?? [];
  if (typed === undefined) return { typed: answer, notFound: false };
  return chosen === undefined ? { typed, notFound: true } : { chosen, typed, notFound: false };
}

/** An answer to a commune's question as people read it: the commune's name, or what they typed. */
export function communeText(answer: string): string {
  const { chosen, typed } = said(answer);
  return findCommune(chosen ?? typed)?.name ?? typed;
}

type CommuneChoices = { province: Province; typed: string; matches: readonly Commune[]; offered: readonly Candidate[] };

/** The commune that an answer means for certain in the chosen province, and those to offer when it means none. */
export function communeChoices(answers: Answers, field: CommuneField): CommuneChoices | undefined {
  const province = findProvince(answers[field.province] ?? "");
  if (!province) return undefined;
  const { chosen, typed, notFound } = said(answers[field.name] ?? "");
  if (notFound) return { province, typed, matches: [], offered: [] };
  const { commune, candidates = [] } = findCommunes(province, typed);
  const taken = findCommune(chosen)?.provinceCode === province.code ? findCommune(chosen) : commune;
  return { province, typed, matches: taken ? [taken] : [], offered: candidates };
}

/** A commune's code, with the name that is gone and led to it; or what was typed where none was found. */
function placeValues(answers: Answers, field: CommuneField): [string, unknown][] {
  const answer = answers[field.name];
  if (answer === undefined) return [];
  const beside = (name: string): string => field.name.replace(/communeCode$/u, name);
  const { typed, notFound } = said(answer);
  if (notFound) return [[beside("communeTyped"), keptPlaceText(typed)]];
  const { matches = [], offered = [] } = communeChoices(answers, field) ?? {};
  const [commune] = matches;
  const formerName = offered.find((candidate) => candidate.commune === commune)?.formerly;
  return [[field.name, commune?.code ?? typed], [beside("formerName"), formerName]];
}

function valueOf(answers: Answers, field: Exclude<Field, CommuneField>): unknown {
  const typed = answers[field.name];
  if (field.kind === "day") return typedDay(answers, field.name);
  if (field.kind === "tick") return typed === tickValue(field) || undefined;
  if (field.kind === "choices") return typed?.split(",");
  return typed?.trim() ? typed : undefined;
}

const valuesOf = (answers: Answers, field: Field): [string, unknown][] => (field.kind === "commune" ? placeValues(answers, field) : [[field.name, valueOf(answers, field)]]);

const candidateOf = (answers: Answers, language: Language, asked: readonly Step[]) =>
  treeOf([
    ["language", language],
    ...asked.flatMap((step) => step.fields.flatMap((field) => valuesOf(answers, field))),
    ["consents.wording", consentWording],
    ["consents.texts", answers["contact.mayText"] === "yes" && answers["consents.texts"] === consentWording],
  ]);

export type Form = {
  facts: Facts;
  /** The steps this person meets, in order. */
  asked: readonly Step[];
  issues: readonly (Issue & { step: StepId })[];
  application?: Checked["application"];
};

/** Everything that follows from the answers: which steps are asked, what is wrong and where, and the application once nothing is. */
export function readForm(answers: Answers, language: Language, today: CivilDate): Form {
  const facts = factsOf(candidateOf(answers, language, steps), today);
  const asked = steps.filter((step) => step.when?.(facts) ?? true);
  const { application, issues } = checkApplication(candidateOf(answers, language, asked), today);
  return { facts, asked, application, issues: issues.map((issue) => placed(issue, answers, asked)) };
}

/** An issue with the step and the field where it is put right. */
function placed(issue: Issue, answers: Answers, asked: readonly Step[]): Issue & { step: StepId } {
  const place = fieldAt(asked, issue.path);
  if (!place) return { ...issue, step: firstStep.id };
  const { step, field } = place;
  const several = field.kind === "commune" && (communeChoices(answers, field)?.offered.length ?? 0) > 0;
  const code = several && issue.code === "residence.communeCode.unknown" ? "residence.communeCode.choose" : issue.code;
  return { path: field.name, code, step: step.id };
}
