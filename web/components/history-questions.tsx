import type { FC } from "hono/jsx";
import type { Answers } from "../../shared/form/answers.ts";
import { askedIn, childName, childRows, differing, partAfter, type AskedField, type HistoryIssue } from "../../shared/registration/history-form.ts";
import { historyLimits, relativeFields, type HistoryPart } from "../../shared/registration/history.ts";
import { errorTexts } from "../words/error-texts.ts";
import type { Words } from "../words/vi.ts";
import { LineBox, TextArea } from "./form-parts.tsx";
import { idOf, type ShownError } from "./parts.tsx";

/** A part of Mẫu 33 as it is being filled in; `more` is how many empty rows for children stand after those that are filled. */
export type Filling = { part: HistoryPart; answers: Answers; issues: readonly HistoryIssue[]; more: number; /** What is saved instead, when somebody else saved this part meanwhile. */ there?: Answers | undefined };

/** Which button was pressed, by the name they share. */
export const goName = "go";
/** The field that says which version of the part the form was made from. */
export const seenVersionName = "version";

export const historyErrors = (t: Words, issues: readonly HistoryIssue[]): ShownError[] => issues.map(({ path, code }) => ({ name: path, text: errorTexts(t.history.errors, [code])[0] ?? "" }));

type Box = { t: Words; filling: Filling };

/** Everything a part asks, and no answer is needed. */
export const HistoryQuestions: FC<Box> = ({ t, filling }) => (
  <>
    {askedIn(filling.part).map((field) => (
      <FieldOf t={t} filling={filling} field={field} />
    ))}
  </>
);

const FieldOf: FC<Box & { field: AskedField }> = ({ t, filling, field }) => {
  const { label, hint } = t.history.fields[field.name];
  const asked = { t, name: field.name, label, hint, value: filling.answers[field.name] ?? "", errors: errorsAt(t, filling, field.name) };
  switch (field.kind) {
    case "line":
      return <LineBox {...asked} />;
    case "text":
      return <TextArea {...asked} maxLength={historyLimits.text} />;
    case "relative":
      return <Relative t={t} filling={filling} name={field.name} legend={hint ? `${label} (${hint})` : label} />;
    case "relatives":
      break;
  }
  return (
    <>
      {Array.from({ length: childRows(filling.answers, filling.more) }, (_, n) => (
        <Relative t={t} filling={filling} name={childName(n)} legend={`${t.history.child} ${n + 1}`} />
      ))}
    </>
  );
};

const errorsAt = (t: Words, { issues }: Filling, name: string): string[] => historyErrors(t, issues.filter(({ path }) => path === name)).map(({ text }) => text).slice(0, 1);

const Relative: FC<Box & { name: string; legend: string }> = ({ t, filling, name, legend }) => (
  <fieldset class="question" id={idOf(name)}>
    <legend>{legend}</legend>
    {relativeFields.map((own) => {
      const box = `${name}.${own}`;
      return <LineBox t={t} name={box} label={t.history.relative[own]} value={filling.answers[box] ?? ""} errors={errorsAt(t, filling, box)} />;
    })}
  </fieldset>
);

/** A box's name as people read it. */
function boxLabel(t: Words, part: HistoryPart, box: string): string {
  const [name = "", ...rest] = box.split(".");
  const field = askedIn(part).find((one) => one.name === name);
  const own = relativeFields.find((one) => one === rest.at(-1));
  const of = field?.kind === "relatives" ? `${t.history.child} ${Number(rest[0]) + 1}` : field ? t.history.fields[field.name].label : box;
  return own && own !== "fullName" ? `${of}, ${t.history.relative[own].toLowerCase()}` : of;
}

/** Somebody else was faster: what is saved now, wherever it is not what stands in the boxes below. */
export const SavedMeanwhile: FC<Box> = ({ t, filling: { part, answers, there } }) =>
  there ? (
    <section class="summary" role="alert" tabindex={-1} autofocus aria-labelledby="there">
      <h2 id="there">{t.noticeTitle}</h2>
      <p>{t.history.changed}</p>
      <p>{t.history.there}:</p>
      <ul>
        {differing(part, there, answers).map((box) => (
          <li>
            <a href={`#${idOf(box)}`}>{boxLabel(t, part, box)}</a>: {there[box] ?? t.history.empty}
          </li>
        ))}
      </ul>
    </section>
  ) : null;

/** The way on from a part: saved and on, saved and back, saved for more rows. After the last there is only back. */
export const SaveButtons: FC<Box> = ({ t, filling: { part } }) => {
  const isLast = partAfter(part) === undefined;
  return (
    <>
      {isLast ? null : (
        <button class="primary" name={goName} value="on">
          {t.history.saveOn}
        </button>
      )}
      <button class={isLast ? "primary" : "secondary"} name={goName} value="back">
        {t.history.saveBack}
      </button>
      {part === "family" ? (
        <p>
          <button class="link" name={goName} value="more">
            {t.history.saveMore}
          </button>
        </p>
      ) : null}
    </>
  );
};
