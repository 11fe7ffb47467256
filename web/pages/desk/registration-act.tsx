import type { FC } from "hono/jsx";
import { typedBoxes, type Answers } from "../../../shared/form/answers.ts";
import { treatmentPlaces } from "../../../shared/law/treatment-places.ts";
import { provinces } from "../../../shared/places/places.ts";
import { communeCandidates, communeInputs, isPlain } from "../../../shared/registration/act-form.ts";
import { actFields, courseTimes, determinationResults, type Act, type ActErrorCode, type ActField } from "../../../shared/registration/acts.ts";
import { bookKinds, type BookIssue } from "../../../shared/registration/book-form.ts";
import type { Case, CaseEvent } from "../../../shared/registration/case.ts";
import { actPath, bookPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { Cards, DayBoxes, LineBox, SelectBox, TextArea, type Asked } from "../../components/form-parts.tsx";
import { ErrorSummary, idOf } from "../../components/parts.tsx";
import { RegistrationDesk, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { errorTexts } from "../../words/error-texts.ts";
import { Happened, versionName } from "./registration-case.tsx";

export type ActIssueShown = { path: string; code: ActErrorCode };
export type ActView = AtDesk & {
  opened: Case;
  act: Act;
  answers: Answers;
  issues: readonly ActIssueShown[];
  /** What somebody else has recorded since this form was opened. */
  news?: readonly CaseEvent[] | undefined;
};

/** The form of one act. What was typed stays, whatever was wrong with it or happened meanwhile. */
export const RegistrationActPage: FC<ActView> = (view) => {
  const { opened, act, answers, issues, news, ...at } = view;
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk;
  const { title, lead, button } = w.acts[act];
  const errors = issues.map(({ path, code }) => ({ name: path, text: errorTexts(w.errors, [code])[0] ?? "" }));
  return (
    <RegistrationDesk {...at}>
      <p>
        <a href={casePath(at.frame.language, opened.reference)}>← {w.act.back}</a>
      </p>
      <ErrorSummary t={t} errors={errors.map(({ name, text }) => ({ name: shownAt(act, name, answers), text: named(w.acts[act].fields?.[name]?.label, text) }))} />
      <News t={t} news={news} />
      <h1>{title}</h1>
      <p class="lead" lang="vi">
        {`${opened.application.person.fullName} · ${w.case.title(opened.reference.slice(0, 4))}`}
      </p>
      {lead ? <p>{lead}</p> : null}
      {errors
        .filter(({ name }) => name === "determination")
        .map(({ name, text }) => (
          <p class="error" id={idOf(name)} tabindex={-1}>
            {text}
          </p>
        ))}
      <form class="narrow" method="post" action={actPath(at.frame.language, opened.reference, act)} novalidate autocomplete="off">
        <Csrf csrf={at.csrf} />
        <input type="hidden" name={versionName} value={String(opened.version)} />
        {actFields[act].map((field) => (
          <FieldOf t={t} act={act} field={field} answers={answers} errors={errors.filter(({ name }) => name === field.name).map(({ text }) => text)} />
        ))}
        <button class="primary">{button}</button>
      </form>
    </RegistrationDesk>
  );
};

/** Where a mistake is put right: a commune is typed by its name until there is something to choose. */
const shownAt = (act: Act, name: string, answers: Answers): string =>
  actFields[act].some((field) => field.kind === "commune" && field.name === name) && communeCandidates(answers).length === 0 ? communeInputs.name : name;

/** Several fields may lack the same: the summary says which. */
const named = (label: string | undefined, text: string): string => (label ? `${label}: ${text}` : text);

const News: FC<{ t: DeskWords; news: readonly CaseEvent[] | undefined }> = ({ t, news }) => {
  const w = t.registrationDesk.act;
  return news ? (
    <section class="summary" role="alert" tabindex={-1} autofocus aria-labelledby="news">
      <h2 id="news">{w.news}</h2>
      <p>{w.changed}</p>
      <ul class="plain">
        {news.map((event) => (
          <Happened t={t} event={event} />
        ))}
      </ul>
    </section>
  ) : null;
};

const FieldOf: FC<{ t: DeskWords; act: Act; field: ActField; answers: Answers; errors: readonly string[] }> = ({ t, act, field, answers, errors }) => {
  const w = t.registrationDesk;
  const { label, hint } = w.acts[act].fields?.[field.name] ?? { label: field.name, hint: undefined };
  const asked: Asked = { t, name: field.name, label, hint, optional: field.optional, errors };
  const value = answers[field.name] ?? "";
  const chosen = value ? [value] : [];
  switch (field.kind) {
    case "day":
      return <DayBoxes {...asked} value={typedBoxes(answers, field.name)} />;
    case "line":
    case "number":
      return <LineBox {...asked} value={value} />;
    case "lines":
      return <TextArea {...asked} value={value} maxLength={4_100} />;
    case "times":
      return <Cards {...asked} type="radio" options={courseTimes.map((one) => [one, w.choices.times[one]])} value={chosen} />;
    case "result":
      return <Cards {...asked} type="radio" options={determinationResults.map((one) => [one, w.choices.result[one]])} value={chosen} />;
    case "place":
      return <Cards {...asked} type="radio" options={treatmentPlaces.map((one) => [one, t.options.place[one]])} value={chosen} />;
    case "commune":
      break;
  }
  return <CommuneField asked={asked} answers={answers} />;
};

/** Province and name; what the name can mean is offered, and only what was chosen is taken. */
const CommuneField: FC<{ asked: Asked; answers: Answers }> = ({ asked, answers }) => {
  const { t } = asked;
  const candidates = communeCandidates(answers);
  return (
    <>
      <SelectBox t={t} name={communeInputs.province} label={t.fields.province.label} errors={[]} choose={t.chooseProvince} options={provinces.map(({ code, name }) => [code, name])} value={answers[communeInputs.province] ?? ""} />
      <LineBox t={t} name={communeInputs.name} label={asked.label} hint={asked.hint} errors={candidates.length ? [] : asked.errors} value={answers[communeInputs.name] ?? ""} />
      {candidates.length && !isPlain(candidates) ? <Cards {...asked} label={t.chooseCommune} type="radio" options={candidates.map(({ commune, formerly }) => [commune.code, formerly ? `${commune.name} (${formerly})` : commune.name])} value={answers[asked.name] ? [answers[asked.name] ?? ""] : []} /> : null}
    </>
  );
};

export type BookView = AtDesk & { opened: Case; answers: Answers; issues: readonly BookIssue[]; news?: readonly CaseEvent[] | undefined };

/** Booking an appointment for the people of an application. */
export const RegistrationBookPage: FC<BookView> = ({ opened, answers, issues, news, ...at }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk;
  const b = w.book;
  const errors = issues.map(({ path, code }) => ({ name: path, text: errorTexts({ ...w.errors, ...b.errors }, [code])[0] ?? "" }));
  const of = (name: string) => errors.filter((error) => error.name === name).map(({ text }) => text);
  return (
    <RegistrationDesk {...at}>
      <p>
        <a href={casePath(at.frame.language, opened.reference)}>← {w.act.back}</a>
      </p>
      <ErrorSummary t={t} errors={errors} />
      <News t={t} news={news} />
      <h1>{b.title}</h1>
      <p class="lead" lang="vi">
        {`${opened.application.person.fullName} · ${w.case.title(opened.reference.slice(0, 4))}`}
      </p>
      <form class="narrow" method="post" action={bookPath(at.frame.language, opened.reference)} novalidate autocomplete="off">
        <Csrf csrf={at.csrf} />
        <input type="hidden" name={versionName} value={String(opened.version)} />
        <Cards t={t} name="kind" label={b.kind} errors={of("kind")} type="radio" options={bookKinds.map((kind) => [kind, b.kinds[kind]])} value={answers.kind ? [answers.kind] : []} />
        <DayBoxes t={t} name="on" label={b.on} hint={t.registrationDesk.acts.supplement.fields?.on?.hint} errors={of("on")} value={typedBoxes(answers, "on")} />
        <LineBox t={t} name="at" label={b.at.label} hint={b.at.hint} errors={of("at")} value={answers.at ?? ""} />
        <LineBox t={t} name="address" label={b.address.label} hint={b.address.hint} optional errors={of("address")} value={answers.address ?? ""} />
        <button class="primary">{b.button}</button>
      </form>
    </RegistrationDesk>
  );
};
