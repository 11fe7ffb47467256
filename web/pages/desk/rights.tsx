import type { FC } from "hono/jsx";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { longestRightText, needsNote, workInputs, type RightIssue } from "../../../shared/privacy/right-form.ts";
import { nextClock, refusalGroundNames, refusalGrounds, rightRules, type Right, type RightAct } from "../../../shared/privacy/rights.ts";
import type { Case } from "../../../shared/registration/case.ts";
import { casePath, rightActPath } from "../../../shared/registration/desk-paths.ts";
import { Left, Written } from "../../components/case-rights.tsx";
import { Csrf } from "../../components/desk-layout.tsx";
import { Cards, TextArea, TickCard } from "../../components/form-parts.tsx";
import { ErrorSummary, Notices } from "../../components/parts.tsx";
import { RegistrationDesk, Result, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords } from "../../words/desk.ts";
import { errorTexts } from "../../words/error-texts.ts";
import { versionName } from "./registration-case.tsx";

type RightOf = Right & { reference: string };

/** Requests about data that wait for the office, by their clocks; no name stands here. */
export const RightsListPage: FC<AtDesk & { rights: readonly RightOf[]; more: boolean; said?: string | undefined }> = ({ rights, more, said, ...at }) => {
  const t = deskFrameWords(at.frame);
  const w = t.rightsDesk.list;
  return (
    <RegistrationDesk {...at} page="rights">
      <Result text={said} />
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      {rights.length === 0 ? <p class="empty">{w.none}</p> : null}
      <ul class="rows cases">
        {rights.map((right) => {
          const clock = nextClock(right) ?? right.answer;
          return (
            <li>
              <p class="time">
                <Left t={t} clock={clock} now={at.now} />
              </p>
              <div class="what">
                <p>
                  <strong>{t.rights.kinds[right.kind].name}</strong>
                </p>
                <p>{`${right.state === "asked" ? w.answer : w.carryOut}: ${t.day(localDate(new Date(clock.dueAt ?? right.askedAt)))} · ${t.registrationDesk.case.title(right.reference.slice(0, 4))}`}</p>
              </div>
              <div class="act">
                <a href={casePath(at.frame.language, right.reference)}>
                  {w.open}
                  <span class="hidden">: {right.reference.slice(0, 4)}</span>
                </a>
              </div>
            </li>
          );
        })}
      </ul>
      {more ? <p class="hint">{w.more}</p> : null}
    </RegistrationDesk>
  );
};

type WorkView = AtDesk & { opened: Case; right: Right; act: RightAct; typed: Readonly<Record<string, string>>; issues: readonly RightIssue[] };

/** The form of one act about a request. What was typed stays, whatever was wrong with it. */
export const RightActPage: FC<WorkView> = ({ opened, right, act, typed, issues, ...at }) => {
  const t = deskFrameWords(at.frame);
  const w = t.rightsDesk;
  const inputs: readonly string[] = workInputs[act];
  const errors = issues.map(({ path, code }) => ({ name: path, text: errorTexts(t.rights.errors, [code])[0] ?? "" }));
  const of = (name: string): string[] => errors.filter((error) => error.name === name).map(({ text }) => text);
  const erases = right.kind === "erase" && act === "carryOut";
  return (
    <RegistrationDesk {...at}>
      <p>
        <a href={casePath(at.frame.language, opened.reference)}>← {t.registrationDesk.act.back}</a>
      </p>
      <ErrorSummary t={t} errors={errors} />
      <h1>{w.acts[act].title}</h1>
      <p class="lead">{`${t.rights.kinds[right.kind].name} · ${t.registrationDesk.case.title(opened.reference.slice(0, 4))}`}</p>
      <Written t={t} opened={opened} right={right} />
      <p>{act === "carryOut" ? w.carryOut[right.kind] : w.acts[act].lead}</p>
      {erases ? <Notices t={t} texts={[w.makeSure]} /> : null}
      <form class="narrow" method="post" action={rightActPath(at.frame.language, opened.reference, right.id, act)} novalidate autocomplete="off">
        <Csrf csrf={at.csrf} />
        <input type="hidden" name={versionName} value={String(right.version)} />
        {inputs.includes("ground") ? (
          <Cards t={t} name="ground" label={w.ground} errors={of("ground")} type="radio" options={refusalGroundNames.map((ground) => [ground, `${t.rights.grounds[ground]} (${t.law.article(refusalGrounds[ground])})`])} value={typed.ground ? [typed.ground] : []} />
        ) : null}
        {inputs.includes("thirdParty") && rightRules[right.kind].withThirdParty !== null ? <TickCard t={t} name="thirdParty" label={w.thirdParty} errors={[]} value="yes" checked={typed.thirdParty === "yes"} /> : null}
        {erases ? null : <TextArea t={t} name="note" label={w.note.label} hint={w.note.hint} optional={!needsNote(right, act)} errors={of("note")} value={typed.note ?? ""} maxLength={longestRightText} />}
        <button class={erases ? "primary alarm" : "primary"}>{erases ? w.erase : w.acts[act].button}</button>
      </form>
    </RegistrationDesk>
  );
};
