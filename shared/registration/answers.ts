import type { CivilDate } from "../calendar/civil-date.ts";
import { treeOf, typedDay, type Answers } from "../form/answers.ts";
import { fieldAt, type Issue } from "../form/issues.ts";
import type { Language } from "../language.ts";
import { findProvince, matchCommunes, suggestCommunes } from "../places/places.ts";
import { consentWording } from "./application.ts";
import { checkApplication, factsOf, type Checked, type Facts } from "./law-rules.ts";
import { firstStep, steps, type Field, type Step, type StepId } from "./steps.ts";

/** What a ticked box posts. A consent posts the version of the words it stood under: ticked under older words, it is asked again. */
export const tickValue = (field: Field): string => (field.name.startsWith("consents.") ? consentWording : "yes");

/** The communes a typed name means in the chosen province, and those to offer when that is not one. */
export function communeChoices(answers: Answers, field: Field & { kind: "commune" }) {
  const province = findProvince(answers[field.province] ?? "");
  const typed = answers[field.name] ?? "";
  if (!province) return undefined;
  const matches = matchCommunes(province, typed);
  return { province, matches, offered: matches.length ? matches : suggestCommunes(province, typed) };
}

function valueOf(answers: Answers, field: Field): unknown {
  const typed = answers[field.name];
  if (field.kind === "day") return typedDay(answers, field.name);
  if (field.kind === "tick") return typed === tickValue(field) || undefined;
  if (field.kind === "choices") return typed?.split(",");
  if (field.kind === "commune") {
    const found = communeChoices(answers, field)?.matches;
    return found?.length === 1 ? found[0]?.code : typed;
  }
  return typed?.trim() ? typed : undefined;
}

const candidateOf = (answers: Answers, language: Language, asked: readonly Step[]) =>
  treeOf([
    ["language", language],
    ...asked.flatMap((step) => step.fields.map((field) => [field.name, valueOf(answers, field)] as const)),
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
