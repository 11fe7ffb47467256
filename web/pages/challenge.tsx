import type { FC } from "hono/jsx";
import { proofNames } from "../../shared/abuse/proof.ts";
import { localDate, localTime } from "../../shared/calendar/local-time.ts";
import { pagePath } from "../../shared/paths.ts";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";

/** `fields`: what was posted, to be posted once more. `challenge`: the work for the phone, as the script reads it. */
type Props = { frame: Frame; path: string; fields: readonly (readonly [string, string])[]; challenge: string; ticket: string; from: Date; early: boolean };

const two = (n: number): string => String(n).padStart(2, "0");
/** "22:10:30", for waits of less than a minute. */
const shownSecond = (at: Date): string => {
  const { hour, minute } = localTime(at);
  return `${two(hour)}:${two(minute)}:${two(at.getUTCSeconds())}`;
};
const otherPath = (path: string): string => (path.startsWith("/en/") ? path.slice(3) : `/en${path}`);

/** Much was sent from this network: with script the phone does a little work and goes on by itself, without it somebody waits and presses. Nothing typed is lost. */
export const ChallengePage: FC<Props> = ({ frame, path, fields, challenge, ticket, from, early }) => {
  const t = frameWords(frame);
  const w = t.challenge;
  return (
    <Layout frame={frame} otherLanguage={{ formAction: otherPath(path) }} quiet>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <p>
        <output data-working hidden>
          {w.working}
        </output>
      </p>
      <p data-waiting>{early ? w.early(shownSecond(from)) : w.wait(shownSecond(from))}</p>
      <form id={formId} method="post" action={path} data-challenge={challenge}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name={proofNames.ticket} value={ticket} />
        <button class="primary">{t.continue}</button>
      </form>
      <p>
        <a href={pagePath(frame.language, "helpNow")}>{t.home.helpNow.title}</a>
      </p>
    </Layout>
  );
};

const shownMinute = (at: Date): string => shownSecond(at).slice(0, 5);

/** The service's codes are used up for this hour or day: until when, that nothing else is affected, and what to do instead. */
export const CodesPausedPage: FC<{ frame: Frame; until: Date }> = ({ frame, until }) => {
  const t = frameWords(frame);
  const w = t.challenge.paused;
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead(`${shownMinute(until)} ${t.day(localDate(until))}`)}</p>
      <p>{w.kept}</p>
      <p>{w.office}</p>
      <p>
        <a class="button" href={pagePath(frame.language, "lookup")}>
          {w.again}
        </a>
      </p>
    </Layout>
  );
};
