import { answerers, safeHours, sayWhoAnswers, textAnswers, voicemailAnswers } from "../contact/safe-contact.ts";
import { treeOf, type Answers } from "../form/answers.ts";
import { fieldAt, type Issue } from "../form/issues.ts";
import type { Language } from "../language.ts";
import { askingFor } from "./caller.ts";
import { callbackConsentWording, callbackFactsOf, checkCallback, phoneOwners, ways, yesNo, type CallbackFacts, type CallbackRequest } from "./callback.ts";

/** Questions with a list of answers, by the word that labels them. */
export const callbackChoices = {
  dangerNow: yesNo,
  dangerBody: yesNo,
  way: ways,
  asking: askingFor,
  phoneOwner: phoneOwners,
  mayText: textAnswers,
  maySayWho: sayWhoAnswers,
  voicemail: voicemailAnswers,
  whoMayAnswer: answerers,
  hours: safeHours,
} as const;
export type CallbackChoice = keyof typeof callbackChoices;
export type CallbackLabel = CallbackChoice | "slotId" | "phone" | "askFor" | "handling";

/** One question. `name` is its place in the request; the form posts it under the same name. */
export type CallbackField = { name: string; optional?: true } & (
  | { kind: "choice" | "choices"; label: CallbackChoice; allowed?: (facts: CallbackFacts, option: string) => boolean }
  | { kind: "slot"; label: "slotId" }
  | { kind: "phone"; label: "phone" }
  | { kind: "line"; label: "askFor" }
  | { kind: "tick"; label: "handling" }
);

export type CallbackStepId = "danger" | "way" | "time" | "phone" | "contact";
export type CallbackStep = { id: CallbackStepId; slug: string; fields: readonly CallbackField[]; when?: (facts: CallbackFacts) => boolean };

/** Where the form begins: whether help is needed sooner than any call of ours. Its page is built ahead. */
export const firstCallbackStep: CallbackStep = {
  id: "danger",
  slug: "truoc-het",
  fields: [
    { name: "dangerNow", kind: "choice", label: "dangerNow" },
    { name: "dangerBody", kind: "choice", label: "dangerBody" },
  ],
};

const noTexts = ({ landline, borrowed }: CallbackFacts, option: string): boolean => !((landline || borrowed) && option === "yes");
const noVoicemail = ({ borrowed }: CallbackFacts, option: string): boolean => !borrowed || option === "never";

/** The form, one question group a page, in order. */
export const callbackSteps: readonly CallbackStep[] = [
  firstCallbackStep,
  { id: "way", slug: "cach-goi", fields: [{ name: "way", kind: "choice", label: "way" }] },
  { id: "time", slug: "gio", when: ({ way }) => way === "slot", fields: [{ name: "slotId", kind: "slot", label: "slotId" }] },
  {
    id: "phone",
    slug: "so-may",
    fields: [
      { name: "asking", kind: "choice", label: "asking" },
      { name: "phone", kind: "phone", label: "phone" },
      { name: "phoneOwner", kind: "choice", label: "phoneOwner" },
      { name: "askFor", kind: "line", label: "askFor", optional: true },
    ],
  },
  {
    id: "contact",
    slug: "lien-lac-an-toan",
    fields: [
      { name: "contact.maySayWho", kind: "choice", label: "maySayWho" },
      { name: "contact.whoMayAnswer", kind: "choice", label: "whoMayAnswer" },
      { name: "contact.voicemail", kind: "choice", label: "voicemail", allowed: noVoicemail },
      { name: "contact.hours", kind: "choices", label: "hours" },
      { name: "contact.mayText", kind: "choice", label: "mayText", allowed: noTexts },
      { name: "consents.handling", kind: "tick", label: "handling" },
    ],
  },
];

/** The page before sending, and where the finished form is sent. */
export const callbackCheckSlug = "kiem-tra";
export const callbackSubmitSlug = "gui";

export const callbackStepBySlug = (slug: string): CallbackStep | undefined => callbackSteps.find((step) => step.slug === slug);

function valueOf(answers: Answers, { kind, name }: CallbackField): unknown {
  const typed = answers[name];
  if (kind === "tick") return typed === callbackConsentWording || undefined;
  if (kind === "choices") return typed?.split(",");
  return typed?.trim() ? typed : undefined;
}

const candidateOf = (answers: Answers, language: Language, asked: readonly CallbackStep[]): unknown =>
  treeOf([
    ["language", language],
    ...asked.flatMap(({ fields }) => fields.map((field) => [field.name, valueOf(answers, field)] as const)),
    ["consents.wording", callbackConsentWording],
    // The answer "yes, you may text me" is worded as the agreement.
    ["consents.texts", answers["contact.mayText"] === "yes"],
  ]);

export type CallbackForm = {
  facts: CallbackFacts;
  /** The steps this person meets, in order. */
  asked: readonly CallbackStep[];
  issues: readonly (Issue & { step: CallbackStepId })[];
  request?: CallbackRequest | undefined;
};

/** Everything that follows from the answers: which steps are asked, what is wrong and where, and the request once nothing is. */
export function readCallbackForm(answers: Answers, language: Language): CallbackForm {
  const facts = callbackFactsOf(candidateOf(answers, language, callbackSteps));
  const asked = callbackSteps.filter((step) => step.when?.(facts) ?? true);
  const { request, issues } = checkCallback(candidateOf(answers, language, asked));
  return {
    facts,
    asked,
    request,
    issues: issues.map(({ path, code }) => {
      const at = fieldAt(asked, path);
      return { path: at?.field.name ?? path, code, step: at?.step.id ?? firstCallbackStep.id };
    }),
  };
}
