import type { FC } from "hono/jsx";
import { answerers, safeHours, sayWhoAnswers, textAnswers, voicemailAnswers, type ContactRule } from "../../../shared/contact/safe-contact.ts";
import type { Issue } from "../../../shared/form/issues.ts";
import { askedAgain, followUps, noteLength, type CallDraft } from "../../../shared/hotline/call-form.ts";
import { callPath } from "../../../shared/hotline/desk-paths.ts";
import { outcomes } from "../../../shared/hotline/ladder.ts";
import { slotTime, type SlotId } from "../../../shared/hotline/slots.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { Cards, Named, TextArea, TickCard, wired, type Asked, type Option } from "../../components/form-parts.tsx";
import { timeFrom, type AtDesk } from "../../components/hotline-desk.tsx";
import { ErrorSummary, idOf } from "../../components/parts.tsx";
import { errorTexts } from "../../words/error-texts.ts";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { longDay } from "./hotline-parts.tsx";

export const reportForm = "report";
export const leaseName = "lease";

/** What the form after a call offers, and what stands in it. */
export type OutcomeView = {
  leaseId: string;
  draft: CallDraft;
  issues: readonly Issue[];
  rule: ContactRule;
  mayLeaveVoicemail: boolean;
  danger: boolean;
  /** When an automatic follow-up would be. */
  autoAt: Date;
  times: readonly { date: string; slotIds: readonly SlotId[] }[];
};

/** A form nobody has touched yet. After danger the follow-up is chosen already. */
export const emptyDraft = (danger: boolean): CallDraft => ({
  outcome: "",
  voicemail: false,
  note: "",
  followUp: danger ? "auto" : "",
  slotId: "",
  answers: "",
  contact: { mayText: "", maySayWho: "", voicemail: "", whoMayAnswer: "", hours: [] },
});

/** How the call went, and what follows. Works whole without script: what an answer does not need is only out of sight. */
export const OutcomeForm: FC<AtDesk & { now: Date; callerKey: string; view: OutcomeView }> = ({ frame, csrf, now, callerKey, view }) => {
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.outcome;
  const { draft, issues } = view;
  const asked = (name: string, label: string): Asked => ({ t: w, name, label, errors: errorTexts(w.hotlineDesk.errors, issues.filter(({ path }) => path === name).map(({ code }) => code)).slice(0, 1) });
  const optionsOf = <K extends string>(codes: readonly K[], labels: Readonly<Record<K, string>>): Option[] => codes.map((code) => [code, labels[code]]);
  const followUpLabels = { ...t.followUps, auto: t.auto(timeFrom(w, view.autoAt, now)) };
  return (
    <form id={reportForm} class="report" method="post" action={callPath(frame.language, callerKey, "outcome")} autocomplete="off">
      {/* Enter presses a form's first button: saving, and none of the others. */}
      <button class="hidden" tabindex={-1} aria-hidden="true">
        {t.save}
      </button>
      <Csrf csrf={csrf} />
      <input type="hidden" name={leaseName} value={view.leaseId} />
      <Cards {...asked("outcome", t.title)} type="radio" options={optionsOf(outcomes, t.options)} value={[draft.outcome]} />
      {view.mayLeaveVoicemail || issues.some(({ path }) => path === "voicemail") ? (
        <div class="if-missed">
          <TickCard {...asked("voicemail", t.voicemail)} value="yes" checked={draft.voicemail} />
        </div>
      ) : null}
      <div class="if-reached">
        <Cards
          {...asked("followUp", t.followUp)}
          hint={view.danger ? t.autoHint : undefined}
          type="radio"
          options={optionsOf(view.danger ? followUps.filter((one) => one !== "none").toReversed() : followUps.filter((one) => one !== "auto"), followUpLabels)}
          value={[draft.followUp]}
        />
        <div class="if-at">
          <SlotSelect {...asked("slotId", t.slot)} w={w} view={view} />
        </div>
        <div class="if-follow">
          <Cards {...asked("answers", t.answers)} hint={`${t.answersNow}: ${ruleInWords(w, view.rule)}.`} type="radio" options={optionsOf(askedAgain, t.answerOptions)} value={[draft.answers]} />
          <div class="if-changed">
            <Cards {...asked("contact.mayText", t.fields.mayText)} type="radio" options={optionsOf(textAnswers, t.choices.mayText)} value={[draft.contact.mayText]} />
            <Cards {...asked("contact.maySayWho", t.fields.maySayWho)} type="radio" options={optionsOf(sayWhoAnswers, t.choices.maySayWho)} value={[draft.contact.maySayWho]} />
            <Cards {...asked("contact.voicemail", t.fields.voicemail)} type="radio" options={optionsOf(voicemailAnswers, t.choices.voicemail)} value={[draft.contact.voicemail]} />
            <Cards {...asked("contact.whoMayAnswer", t.fields.whoMayAnswer)} type="radio" options={optionsOf(answerers, t.choices.whoMayAnswer)} value={[draft.contact.whoMayAnswer]} />
            <Cards {...asked("contact.hours", t.fields.hours)} type="checkbox" options={optionsOf(safeHours, t.choices.hours)} value={draft.contact.hours} />
          </div>
        </div>
      </div>
      <TextArea {...asked("note", t.note)} hint={t.noteHint} value={draft.note} maxLength={noteLength} />
      <div class="buttons">
        <button class="primary">{t.save}</button>
        <button class="link" formaction={callPath(frame.language, callerKey, "handBack")} formnovalidate>
          {w.hotlineDesk.call.handBackNotRung}
        </button>
      </div>
    </form>
  );
};

/** What is wrong with the form, above everything else on the panel. */
export const OutcomeErrors: FC<{ w: DeskWords; issues: readonly Issue[] }> = ({ w, issues }) => (
  <ErrorSummary t={w} errors={[...new Map(issues.map(({ path, code }) => [path, { name: path, text: errorTexts(w.hotlineDesk.errors, [code])[0] ?? "" }])).values()]} />
);

const SlotSelect: FC<Asked & { w: DeskWords; view: OutcomeView }> = ({ w, view, ...asked }) => {
  const t = w.hotlineDesk.outcome;
  return (
    <Named {...asked} hint={view.times.length ? t.slotHint : t.noSlots}>
      <select id={idOf(asked.name)} name={asked.name} {...wired({ ...asked, hint: t.slotHint })}>
        <option value="">{t.choose}</option>
        {view.times.map(({ date, slotIds }) => (
          <optgroup label={longDay(w, date)}>
            {slotIds.map((id) => (
              <option value={id} selected={view.draft.slotId === id}>
                {slotTime(id)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Named>
  );
};

/** The answers that hold now, in a few words. */
const ruleInWords = (w: DeskWords, rule: ContactRule): string => {
  const { holds } = w.hotlineDesk.outcome;
  return [
    holds.mayText[rule.mayText],
    holds.maySayWho[rule.maySayWho],
    holds.voicemail[rule.voicemail],
    holds.whoMayAnswer[rule.whoMayAnswer],
    windowsIn(w, rule).join(", "),
  ].join("; ");
};
export const windowsIn = (w: DeskWords, { hours }: Pick<ContactRule, "hours">): string[] =>
  safeHours.flatMap((window) => (hours.includes(window) ? w.hotlineDesk.call.windows[window] : []));
