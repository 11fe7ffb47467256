import type { FC } from "hono/jsx";
import { lookupPath } from "../../shared/paths.ts";
import { clearHistoryPath, historyPath } from "../../shared/registration/history-paths.ts";
import { historyParts } from "../../shared/registration/history.ts";
import { leftName } from "../components/form-parts.tsx";
import { HistoryQuestions, SaveButtons, SavedMeanwhile, historyErrors, seenVersionName, type Filling } from "../components/history-questions.tsx";
import { Layout, formId, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { ErrorSummary, Facts, Notices, StepLine } from "../components/parts.tsx";
import { shownMoment } from "./receipt.tsx";

export type HistoryView = {
  frame: Frame;
  filling: Filling;
  /** The version of the part the form is made from. */
  version: number;
  token: string;
  tokenExpiresAt: string;
  /** Whether anything is saved that could be cleared. */
  canClear: boolean;
  said?: string | undefined;
};

/** One part of Mẫu 33, filled in by the family in its own time. Nothing of it must be filled in, and the page says so first. */
export const HistoryPage: FC<HistoryView> = ({ frame, filling, version, token, tokenExpiresAt, canClear, said }) => {
  const t = frameWords(frame);
  const w = t.history;
  const { language } = frame;
  const { part } = filling;
  const [n, total] = [historyParts.indexOf(part) + 1, historyParts.length];
  return (
    <Layout frame={frame} title={t.step(n, total)} otherLanguage={{ formAction: historyPath(language === "vi" ? "en" : "vi", part) }}>
      <StepLine t={t} n={n} m={total} title={w.parts[part]} />
      <ErrorSummary t={t} errors={historyErrors(t, filling.issues)} />
      <SavedMeanwhile t={t} filling={filling} />
      <Notices t={t} texts={said ? [said] : []} />
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      {part === "self" ? <Facts {...w.before} /> : null}
      {part === "self" ? <p class="hint">{w.known}</p> : null}
      <form id={formId} method="post" action={historyPath(language, part, "save")} novalidate autocomplete="off">
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name={seenVersionName} value={String(version)} />
        <input type="hidden" name={leftName} value={part} />
        <HistoryQuestions t={t} filling={filling} />
        <SaveButtons t={t} filling={filling} />
        <p>
          <button class="link" formaction={lookupPath(language, "status")}>
            {w.leave}
          </button>
        </p>
        {canClear ? (
          <p>
            <button class="link" formaction={clearHistoryPath(language)}>
              {w.clear}
            </button>
          </p>
        ) : null}
      </form>
      <p class="soft">{t.status.expires(shownMoment(t, tokenExpiresAt))}</p>
    </Layout>
  );
};

/** Asks once more before everything that was filled in is cleared. */
export const ClearHistoryPage: FC<{ frame: Frame; token: string }> = ({ frame, token }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "lookup")}>
      <h1>{t.history.clearTitle}</h1>
      <p>{t.history.clearText}</p>
      <form id={formId} method="post" action={clearHistoryPath(frame.language)}>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="confirmed" value="yes" />
        <button class="primary alarm">{t.history.clearConfirm}</button>
        <button class="link" formaction={lookupPath(frame.language, "status")}>
          {t.history.keep}
        </button>
      </form>
    </Layout>
  );
};
