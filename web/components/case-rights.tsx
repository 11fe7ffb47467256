import type { FC } from "hono/jsx";
import type { Clock } from "../../shared/calendar/clock.ts";
import { isRestricted, mayMoveRight, nextClock, refusalGrounds, rightActs, rightRules, type Right } from "../../shared/privacy/rights.ts";
import type { Case } from "../../shared/registration/case.ts";
import { rightActPath } from "../../shared/registration/desk-paths.ts";
import type { DeskWords } from "../words/desk.ts";
import { ClockWorking } from "./clock-working.tsx";
import { leftOf, type AtDesk } from "./registration-desk.tsx";

/** How much time is left of a clock. */
export const Left: FC<{ t: DeskWords; clock: Clock; now: Date }> = ({ t, clock, now }) => {
  if (!clock.dueAt) return null;
  const left = leftOf(t, { at: clock.dueAt, term: clock.term }, now);
  return <span class={left.overdue ? "tag bad" : "tag"}>{left.text}</span>;
};

/** What was written about a request, by whoever asked and by the office. */
export const Written: FC<{ t: DeskWords; opened: Case; right: Right }> = ({ t, opened, right }) => {
  const w = t.rightsDesk.part;
  const told = opened.events.filter(({ facts }) => facts?.right === right.id && (facts.text ?? facts.note) !== undefined);
  return (
    <>
      {told.map(({ by, facts }) => (
        <p lang="vi">{`${by === "applicant" ? w.said : w.noted}: ${String(facts?.text ?? facts?.note)}`}</p>
      ))}
    </>
  );
};

const Request: FC<{ t: DeskWords; at: AtDesk; opened: Case; right: Right }> = ({ t, at, opened, right }) => {
  const w = t.rightsDesk;
  const clock = nextClock(right);
  const acts = rightActs.filter((act) => mayMoveRight(right, act, at.staff.roles));
  return (
    <li>
      <strong>{t.rights.kinds[right.kind].name}</strong> <span class="tag">{t.rights.states[right.state]}</span> {clock ? <Left t={t} clock={clock} now={at.now} /> : null}
      <p class="aside">{`${w.part.article}: ${t.law.article(rightRules[right.kind].article)}`}</p>
      {right.ground ? <p>{`${w.part.ground}: ${t.rights.grounds[right.ground]} (${t.law.article(refusalGrounds[right.ground])})`}</p> : null}
      <Written t={t} opened={opened} right={right} />
      {clock ? (
        <details>
          <summary>{t.registrationDesk.case.howCounted}</summary>
          <ClockWorking t={t} language={at.frame.language} clock={clock} />
        </details>
      ) : null}
      {acts.length ? (
        <p class="acts">
          {acts.map((act) => (
            <a class="small" href={rightActPath(at.frame.language, opened.reference, right.id, act)}>
              {w.acts[act].title}
              <span class="hidden">: {t.rights.kinds[right.kind].name}</span>
            </a>
          ))}
        </p>
      ) : null}
    </li>
  );
};

/** The requests about an application's data, on its page; nothing while there is none. */
export const RightsOf: FC<{ t: DeskWords; at: AtDesk; opened: Case; rights: readonly Right[] }> = ({ t, at, opened, rights }) =>
  rights.length === 0 ? null : (
    <section class="part" aria-labelledby="rights">
      <h2 id="rights">{t.rightsDesk.part.title}</h2>
      {isRestricted(rights) ? <p class="day-note">{t.rightsDesk.restricted}</p> : null}
      <ul class="plain lines">
        {rights.toReversed().map((right) => (
          <Request t={t} at={at} opened={opened} right={right} />
        ))}
      </ul>
    </section>
  );
