import type { FC } from "hono/jsx";
import { formatPhone, parsePhone } from "../../shared/contact/phone.ts";
import { isCivilDate } from "../../shared/calendar/civil-date.ts";
import { typedDay, type Answers } from "../../shared/form/answers.ts";
import { regimeOn } from "../../shared/law/regimes.ts";
import { findProvince } from "../../shared/places/places.ts";
import { routeOf } from "../../shared/places/routing.ts";
import { communeChoices, communeText, tickValue, type Form } from "../../shared/registration/answers.ts";
import { noticesOf } from "../../shared/registration/law-rules.ts";
import { placeOfPerson, type Application } from "../../shared/registration/application.ts";
import { checkSlug, submitSlug, type Field, type Step } from "../../shared/registration/steps.ts";
import { Offline, SealedField, ShowStep, leftName } from "../components/form-parts.tsx";
import { publicDoor, type Door } from "../components/form-door.tsx";
import { formId, frameWords, type Frame } from "../components/layout.tsx";
import { OnPhone } from "../components/own-phone.tsx";
import { ErrorSummary, Facts, Notices, Row, StepLine, type ShownError } from "../components/parts.tsx";
import { Question } from "../components/question.tsx";
import { errorTexts } from "../words/error-texts.ts";
import type { Words } from "../words/vi.ts";

export type FormView = {
  frame: Frame;
  answers: Answers;
  form: Form;
  /** The answers so far, sealed; empty on the first page. */
  sealed: string;
  /** By which door the form is entered; everybody's when it is not said. */
  door?: Door;
};

const has = <K extends string>(table: Record<K, unknown>, key: string): key is K => Object.hasOwn(table, key);

/** How a step speaks to someone who registers themself. */
function stepWords(t: Words, step: Step, self: boolean): { title: string; lead?: string | undefined } {
  const lead = self && step.id === "personAddress" ? t.whoSelf.personAddressLead : t.steps[step.id].lead;
  return { title: self && has(t.whoSelf, step.id) ? t.whoSelf[step.id] : t.steps[step.id].title, lead };
}

const fieldLabel = (t: Words, field: Field, self: boolean): string =>
  self && field.label === "residenceKind" ? t.whoSelf.residenceKind : t.fields[field.label].label;

const asksField = (field: Field, { answers, form }: FormView, showIssues: boolean): boolean => {
  if (field.kind !== "tick") return true;
  if (field.when && !field.when(form.facts)) return false;
  return field.after === undefined || answers[field.name] !== undefined || (showIssues && form.issues.some((issue) => issue.code === field.after));
};

/** One step of the form: its question group, what is wrong with it, and the way on and back. */
export const StepPage: FC<FormView & { step: Step; showIssues: boolean }> = (view) => {
  const { frame, answers, form, sealed, step, showIssues, door = publicDoor(view.frame) } = view;
  const t = frameWords(frame);
  const { language } = frame;
  const other = language === "vi" ? "en" : "vi";
  const index = form.asked.indexOf(step);
  const previous = form.asked[index - 1];
  const issues = showIssues ? form.issues.filter((issue) => issue.step === step.id) : [];
  const beside = door.beside?.(answers, index === 0 ? issues : []);
  // One thing at a time: a field says the first thing that is wrong with it.
  const codesOf = (field: Field) => issues.filter(({ path }) => path === field.name).map(({ code }) => code).slice(0, 1);
  const own = step.fields.flatMap((field): ShownError[] => errorTexts(t.errors, codesOf(field)).map((text) => ({ name: field.name, text })));
  const errors = [...(beside?.errors ?? []), ...own];
  const { title, lead } = stepWords(t, step, form.facts.self);
  const total = form.asked.length + 1;
  return (
    <door.Page title={t.step(index + 1, total)} otherLanguage={sealed ? { formAction: door.show(other, step.slug) } : { href: door.first(other) }}>
      <StepLine t={t} n={index + 1} m={total} />
      {index === 0 ? null : beside?.note}
      <ErrorSummary t={t} errors={errors} />
      <h1>{title}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
      {step.id === "contact" ? <Notices t={t} texts={noticesOf(form.facts).filter((n) => n === "landline").map((n) => t.notices[n])} /> : null}
      {step.id === "before" ? <BeforeSending t={t} view={view} /> : null}
      <form id={formId} method="post" action={door.step(language, step.slug)} novalidate autocomplete="off" data-step data-again={sealed && door.onPhone ? door.show(language, step.slug) : undefined}>
        {door.carried}
        <SealedField sealed={sealed} />
        <input type="hidden" name={leftName} value={step.slug} />
        {index === 0 ? beside?.questions : null}
        {step.fields
          .filter((field) => asksField(field, view, showIssues))
          .map((field) => (
            <Question
              t={t}
              field={field}
              answers={answers}
              facts={form.facts}
              codes={codesOf(field)}
              label={fieldLabel(t, field, form.facts.self)}
            />
          ))}
        {door.onPhone ? <OnPhone t={t} answers={answers} first={index === 0} /> : null}
        <Offline t={t} />
        <button class="primary">{t.continue}</button>
        {previous ? <ShowStep action={door.show(language, previous.slug)} label={t.back} /> : <a href={door.away}>{t.back}</a>}
      </form>
      {index === 0 ? (
        <p class="soft">
          {t.register.need} {t.register.privacyNote}
        </p>
      ) : null}
    </door.Page>
  );
};

const BeforeSending: FC<{ t: Words; view: FormView }> = ({ t, view }) => (
  <>
    <Notices t={t} texts={noticesOf(view.form.facts).filter((n) => n !== "landline").map((n) => t.notices[n])} />
    <Facts {...t.before.whoSees} />
    <Facts {...t.before.follows} />
    <Facts {...t.before.paid} />
    <Facts {...t.before.know} />
    <h2>{t.before.consent}</h2>
    <p class="hint">{t.before.consentHint}</p>
  </>
);

/** Every answer once more, each with its way back, and the one button that sends. */
export const CheckPage: FC<FormView & { application: Application }> = ({ frame, answers, form, sealed, application, door = publicDoor(frame) }) => {
  const t = frameWords(frame);
  const { language } = frame;
  const total = form.asked.length + 1;
  const { office } = routeOf(placeOfPerson(application), regimeOn(form.facts.today).authority.is);
  return (
    <door.Page title={t.step(total, total)} otherLanguage={{ formAction: door.step(language === "vi" ? "en" : "vi", checkSlug) }}>
      <StepLine t={t} n={total} m={total} />
      {door.beside?.(answers, []).note}
      <h1>{t.check.title}</h1>
      <Notices t={t} texts={form.issues.length ? [] : noticesOf(form.facts).map((n) => t.notices[n])} />
      <form id={formId} method="post" action={door.step(language, submitSlug)} autocomplete="off" data-step data-send data-again={door.onPhone ? door.step(language, checkSlug) : undefined}>
        {door.carried}
        <SealedField sealed={sealed} />
        {form.asked.map((step) => (
          <section class="review">
            <div class="head">
              <h2>{stepWords(t, step, form.facts.self).title}</h2>
              <ShowStep
                action={door.show(language, step.slug)}
                label={
                  <>
                    {t.check.change}
                    <span class="hidden"> {stepWords(t, step, form.facts.self).title}</span>
                  </>
                }
              />
            </div>
            <dl>
              {step.fields
                .filter((field) => field.kind !== "tick" || ((field.when?.(form.facts) ?? true) && !field.after))
                .map((field) => (
                  <Row name={field.kind === "tick" ? shortTick(t, field) : fieldLabel(t, field, form.facts.self)}>{shown(t, answers, field)}</Row>
                ))}
            </dl>
          </section>
        ))}
        <p>
          {t.check.office}: <strong lang="vi">{office.name}</strong>
        </p>
        {office.communeCode ? null : <p>{t.check.queue}</p>}
        <p>{t.check.declare}</p>
        {door.onPhone ? <OnPhone t={t} answers={answers} first={false} /> : null}
        <Offline t={t} />
        <button class="primary">{t.check.submit}</button>
      </form>
    </door.Page>
  );
};

const shortTick = (t: Words, { label }: Field): string => (label === "texts" ? t.check.textsShort : label === "handover" ? t.check.handoverShort : t.check.handlingShort);

/** An answer as people write it. */
function shown(t: Words, answers: Answers, field: Field): string {
  const typed = answers[field.name] ?? "";
  if (field.kind === "day") {
    const date = typedDay(answers, field.name) ?? "";
    return isCivilDate(date) ? t.day(date) : t.check.none;
  }
  if (field.kind === "tick") return typed === tickValue(field) ? t.check.consentYes : t.check.consentNo;
  if (!typed) return t.check.none;
  if (field.kind === "choice" || field.kind === "choices") {
    const names: Record<string, string> = t.options[field.label];
    return typed.split(",").map((option) => names[option] ?? option).join("; ");
  }
  if (field.kind === "province") return findProvince(typed)?.name ?? typed;
  if (field.kind === "commune") return communeChoices(answers, field)?.matches[0]?.name ?? communeText(typed);
  return field.kind === "phone" ? formatPhone(parsePhone(typed)?.e164 ?? typed) : typed;
}
