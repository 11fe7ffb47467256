import type { FC } from "hono/jsx";
import { localDate, localTime } from "../../../shared/calendar/local-time.ts";
import { typedBoxes, type Answers } from "../../../shared/form/answers.ts";
import type { Issue } from "../../../shared/form/issues.ts";
import { regimeOn } from "../../../shared/law/regimes.ts";
import { readReceived, receivedStep } from "../../../shared/registration/counter.ts";
import { casePath, paperPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import type { Door } from "../../components/form-door.tsx";
import { DayBoxes, LineBox } from "../../components/form-parts.tsx";
import type { ShownError } from "../../components/parts.tsx";
import { RegistrationDesk, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { errorTexts } from "../../words/error-texts.ts";

const [{ name: onName }, { name: atName }] = receivedStep.fields;

/** The application's form inside the desk: it also asks when the paper was received at the counter, and says whose law that makes it. */
export function counterDoor(at: AtDesk): Door {
  const t = deskFrameWords(at.frame);
  const first = (language: "vi" | "en"): string => registrationDeskPath(language, "new");
  const step: Door["step"] = (language, slug) => `${first(language)}/${slug}`;
  return {
    Page: ({ title, children }) => (
      <RegistrationDesk {...at} page="new" narrow {...(title ? { title } : {})}>
        {children}
      </RegistrationDesk>
    ),
    first,
    step,
    show: (language, slug) => `${step(language, slug)}/xem`,
    away: registrationDeskPath(at.frame.language),
    carried: <Csrf csrf={at.csrf} />,
    beside: (answers, issues) => {
      const errors = errorsOf(t, issues);
      return { errors, questions: <Received t={t} answers={answers} errors={errors} />, note: <ReceivedNote t={t} answers={answers} now={at.now} /> };
    },
  };
}

function errorsOf(t: DeskWords, issues: readonly Issue[]): ShownError[] {
  const own = issues.filter(({ path }) => path === onName || path === atName);
  return own.map(({ path, code }) => ({ name: path, text: errorTexts(t.registrationDesk.counter.errors, [code])[0] ?? "" }));
}

const Received: FC<{ t: DeskWords; answers: Answers; errors: readonly ShownError[] }> = ({ t, answers, errors }) => {
  const w = t.registrationDesk.counter;
  const of = (name: string) => errors.filter((error) => error.name === name).map(({ text }) => text);
  return (
    <>
      <p>{w.lead}</p>
      <DayBoxes t={t} name={onName} label={w.on.label} hint={w.on.hint} errors={of(onName)} value={typedBoxes(answers, onName)} />
      <LineBox t={t} name={atName} label={w.at.label} hint={w.at.hint} errors={of(atName)} value={answers[atName] ?? ""} />
    </>
  );
};

/** When the paper was received, and by which law it is judged. */
const ReceivedNote: FC<{ t: DeskWords; answers: Answers; now: Date }> = ({ t, answers, now }) => {
  const { receivedAt } = readReceived(answers, now);
  if (!receivedAt) return null;
  const w = t.registrationDesk.counter;
  return <p class="day-note">{w.received(t.moment(localTime(receivedAt)), t.law.regimes[regimeOn(localDate(receivedAt)).id])}</p>;
};

/** From the receipt on: to the application where it is one's own office's, with its receipt as a paper; to the next one in any case. */
export const CounterOnward: FC<{ at: AtDesk; reference: string; own: boolean }> = ({ at, reference, own }) => {
  const { language } = at.frame;
  const w = deskFrameWords(at.frame).registrationDesk;
  return (
    <>
      {own ? <a href={casePath(language, reference)}>{w.list.open}</a> : w.counter.elsewhere}
      {own ? " · " : null}
      {own ? <a href={paperPath(language, reference, "receipt")}>{w.counter.paper}</a> : null}
      <br />
      <a href={registrationDeskPath(language, "new")}>{w.counter.another}</a>
    </>
  );
};

/** The sealed answers are gone: nothing was sent. */
export const CounterExpiredPage: FC<AtDesk> = (at) => {
  const t = deskFrameWords(at.frame);
  return (
    <RegistrationDesk {...at} page="new" narrow>
      <h1>{t.problems.title.expired}</h1>
      <p class="lead">{t.problems.text.expired}</p>
      <p>
        <a class="button" href={registrationDeskPath(at.frame.language, "new")}>
          {t.problems.startAgain}
        </a>
      </p>
    </RegistrationDesk>
  );
};
