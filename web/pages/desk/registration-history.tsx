import type { FC } from "hono/jsx";
import type { Case } from "../../../shared/registration/case.ts";
import { caseHistoryPath, casePath } from "../../../shared/registration/desk-paths.ts";
import { askedIn, historyStates } from "../../../shared/registration/history-form.ts";
import { historyParts, relativeFields, type HistoryRelative } from "../../../shared/registration/history.ts";
import { HistoryQuestions, SaveButtons, SavedMeanwhile, historyErrors, seenVersionName, type Filling } from "../../components/history-questions.tsx";
import { Csrf } from "../../components/desk-layout.tsx";
import { ErrorSummary, Row, StepLine } from "../../components/parts.tsx";
import { RegistrationDesk, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";

/** One part of Mẫu 33 at the counter; `version` is that of the part the form is made from. */
export const RegistrationHistoryPage: FC<AtDesk & { opened: Case; filling: Filling; version: number }> = ({ opened, filling, version, ...at }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk;
  const { part } = filling;
  return (
    <RegistrationDesk {...at}>
      <p>
        <a href={casePath(at.frame.language, opened.reference)}>← {w.act.back}</a>
      </p>
      <StepLine t={t} n={historyParts.indexOf(part) + 1} m={historyParts.length} title={t.history.parts[part]} />
      <ErrorSummary t={t} errors={historyErrors(t, filling.issues)} />
      <SavedMeanwhile t={t} filling={filling} />
      <h1>{w.history.title}</h1>
      <p class="lead" lang="vi">
        {`${opened.application.person.fullName} · ${w.case.title(opened.reference.slice(0, 4))}`}
      </p>
      <p>{w.history.lead}</p>
      <form class="narrow" method="post" action={caseHistoryPath(at.frame.language, opened.reference, part)} novalidate autocomplete="off">
        <Csrf csrf={at.csrf} />
        <input type="hidden" name={seenVersionName} value={String(version)} />
        <HistoryQuestions t={t} filling={filling} />
        <SaveButtons t={t} filling={filling} />
      </form>
    </RegistrationDesk>
  );
};

const relativeText = (relative: HistoryRelative | undefined): string => relativeFields.flatMap((name) => relative?.[name] ?? []).join(", ");

/** What is filled in of Mẫu 33 so far, closed until somebody wants to see it, and the way to fill in the rest. */
export const FilledHistory: FC<{ t: DeskWords; at: AtDesk; opened: Case }> = ({ t, at, opened }) => {
  const w = t.registrationDesk.history;
  const { history = {} } = opened;
  const rows = historyParts.flatMap(askedIn).flatMap((field): [string, string][] => {
    const { label } = t.history.fields[field.name];
    if (field.kind === "relatives") return (history.children ?? []).map((child, n) => [`${t.history.child} ${n + 1}`, relativeText(child)]);
    const text = field.kind === "relative" ? relativeText(history[field.name]) : (history[field.name] ?? "");
    return text ? [[label, text]] : [];
  });
  const mayFill = at.staff.roles.includes("communeOfficer") && historyStates.includes(opened.state);
  return (
    <section class="part" aria-labelledby="background">
      <h2 id="background">{w.title}</h2>
      {rows.length === 0 ? <p>{w.empty}</p> : null}
      {rows.length ? (
        <details>
          <summary>{w.show}</summary>
          <dl>
            {rows.map(([label, text]) => (
              <Row name={label}>
                <span lang="vi">{text}</span>
              </Row>
            ))}
          </dl>
        </details>
      ) : null}
      {mayFill ? (
        <p>
          <a class="small" href={caseHistoryPath(at.frame.language, opened.reference, "self")}>
            {w.fill}
          </a>
        </p>
      ) : null}
    </section>
  );
};
