import type { FC } from "hono/jsx";
import { deskPagePath, listActPath } from "../../../shared/hotline/desk-paths.ts";
import { signInPath } from "../../../shared/staff/paths.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { HotlineDesk, type AtDesk } from "../../components/hotline-desk.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords } from "../../words/desk.ts";
import { CallInsteadSection, type CallInstead } from "./hotline-call-instead.tsx";
import { QueueRows, type Queue } from "./hotline-queue.tsx";

/** The list, and where it is asked for again and goes on. */
export type ListView = { queue: Queue; rowsHref: string; nextHref?: string | undefined };

/** The list as the script asks for it anew. */
export const ListFragment: FC<ListView> = ({ queue, rowsHref, nextHref }) => {
  const { frame, later } = queue;
  const t = deskFrameWords(frame).hotlineDesk.now;
  return (
    <div class="queue" data-queue={rowsHref}>
      <QueueRows {...queue} />
      <p class="pages">
        {nextHref ? <a href={nextHref}>{t.next}</a> : null}
        {later ? <a href={deskPagePath(frame.language)}>{t.first}</a> : null}
      </p>
    </div>
  );
};

/** The list with a button to take each; the script swaps its rows and says when somebody new is there. */
export const ListForm: FC<AtDesk & { now: Date; list: ListView }> = ({ frame, csrf, list }) => {
  const t = deskFrameWords(frame).hotlineDesk.now;
  return (
    <>
      <output class="hidden" data-arrived data-text={t.arrived}></output>
      <form method="post" action={listActPath(frame.language, "take")}>
        <Csrf csrf={csrf} />
        <ListFragment {...list} />
      </form>
    </>
  );
};

/** What the script says when the list can no longer be kept fresh. */
export const ScriptNotices: FC<{ frame: Frame }> = ({ frame }) => {
  const t = deskFrameWords(frame).hotlineDesk.now;
  return (
    <output class="notices">
      <span class="notice" data-stale hidden>
        {t.stale}
      </span>
      <span class="notice" data-signed-out hidden>
        {t.signedOut} <a href={signInPath(frame.language, deskPagePath(frame.language))}>{t.signIn}</a>
      </span>
    </output>
  );
};

type Now = AtDesk & {
  now: Date;
  list: ListView;
  callInstead: CallInstead;
  /** Somebody works through those to call instead: they stay in sight. */
  goesOn: boolean;
  line?: string | undefined;
  isTrouble?: boolean;
};

/** Whom to ring now, and what came of the last thing that was done. */
export const NowPage: FC<Now> = ({ now, list, callInstead, goesOn, line, isTrouble, ...at }) => {
  const t = deskFrameWords(at.frame).hotlineDesk.now;
  return (
    <HotlineDesk {...at} page="now">
      <div class="now" data-now={now.toISOString()}>
        {line ? (
          <output class={isTrouble ? "line trouble" : "line"} tabindex={-1} autofocus>
            {line}
          </output>
        ) : null}
        <div class="now-head">
          <h1>{t.title}</h1>
          <form method="post" action={listActPath(at.frame.language, "takeNext")}>
            <Csrf csrf={at.csrf} />
            <button class="primary">{t.takeNext}</button>
          </form>
        </div>
        <ScriptNotices frame={at.frame} />
        <CallInsteadSection {...at} now={now} callInstead={callInstead} isOpen={goesOn} />
        <ListForm {...at} now={now} list={list} />
      </div>
    </HotlineDesk>
  );
};
