import type { Issue } from "../../../shared/form/issues.ts";
import { checkCallForm, checkReason, readCallForm, type CallDraft, type CallErrorCode, type CallReport } from "../../../shared/hotline/call-form.ts";
import { liveLease, type Caller } from "../../../shared/hotline/caller.ts";
import { callPath, deskPagePath, type CallAct } from "../../../shared/hotline/desk-paths.ts";
import { outcomes, type Outcome } from "../../../shared/hotline/ladder.ts";
import { nextCallAt } from "../../../shared/hotline/next-call.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { CallPage, LeaseLine, LostLine, LostPage, type Refused } from "../../../web/pages/desk/hotline-call.tsx";
import { leaseName } from "../../../web/pages/desk/hotline-outcome.tsx";
import { errorTexts } from "../../../web/words/error-texts.ts";
import { deskFrameWords } from "../../../web/words/desk.ts";
import { one, type Posted } from "../../platform/http.ts";
import { keepNote } from "../keep-note.ts";
import { recordCall, wasRecorded } from "../record-call.ts";
import { LeaseLost, NoSeat, NotNow } from "../refusals.ts";
import { ring } from "../ring.ts";
import { handBack, renew, take, takeOver } from "../take.ts";
import { settleAll } from "./call-instead.ts";
import { callView, factsOf, type Shown } from "./call-view.ts";
import type { DeskDeps } from "./deps.ts";
import { byOf, deskOf, type DeskContext } from "./desk-request.tsx";
import { listView } from "./list-view.tsx";
import { saidOf, saying } from "./said.ts";

/** One request about one caller. */
export type AtCall = { c: DeskContext; deps: DeskDeps; frame: Frame; caller: Caller };
type PostedCall = AtCall & { posted: Posted; leaseId: string; draft: CallDraft | undefined };

/** With this header a script holds on and is answered with a line instead of a page. */
const scriptHeader = "desk-script";

/** The call screen as things stand now, with what has just come of a request. */
export async function callPage(at: AtCall, shown: Shown = {}, status: 200 | 409 | 422 = 200): Promise<Response> {
  const { c, deps, frame } = at;
  const now = deps.now();
  const caller = (await deps.store.findCaller(at.caller.key, deps.now())) ?? at.caller;
  const staff = byOf(at.c);
  const [list, view] = await Promise.all([listView({ deps, frame, staff, now }, { open: caller.key }), callView(deps, { caller, staff, shown, now })]);
  return c.html(<CallPage {...deskOf(c, frame)} now={now} list={list} view={view} />, status);
}

/** What is posted from a call screen, by the last part of its address. */
export const acts: Record<CallAct, (at: PostedCall) => Promise<Response>> = {
  async ring(at) {
    const { deps, caller, leaseId, draft } = at;
    try {
      const { phone } = await ring(deps, { key: caller.key, leaseId, staff: byOf(at.c) });
      // No redirect: only the answer to this post may hold the number, and a reload asks, and is written down, again.
      return await callPage(at, { phone, draft });
    } catch (thrown) {
      if (thrown instanceof LeaseLost) return lost(at, false);
      if (thrown instanceof NotNow) return callPage(at, { refused: refusedBy(thrown, caller, deps.now()), draft }, 409);
      throw thrown;
    }
  },

  async renew(at) {
    const { c, deps, frame, caller, leaseId, draft } = at;
    const isScript = c.req.header(scriptHeader) === "yes";
    try {
      await renew(deps, { key: caller.key, leaseId });
    } catch (thrown) {
      if (!(thrown instanceof LeaseLost)) throw thrown;
      return isScript ? c.html(<LostLine frame={frame} />, 409) : lost(at, false);
    }
    if (isScript) {
      const lease = liveLease((await deps.store.findCaller(caller.key, deps.now())) ?? caller, deps.now());
      return lease ? c.html(<LeaseLine frame={frame} lease={lease} callerKey={caller.key} />) : c.html(<LostLine frame={frame} />, 409);
    }
    const line = deskFrameWords(frame).hotlineDesk.done.kept;
    return draft ? callPage(at, { draft, line }) : c.redirect(saying(deps, callPath(frame.language, caller.key), { code: "kept" }), 303);
  },

  async outcome(at) {
    const { deps, caller, leaseId, draft = readCallForm(new Map()) } = at;
    if (caller.lease?.id !== leaseId && (await wasRecorded(deps, { key: caller.key, leaseId, outcome: draft.outcome, note: draft.note }))) {
      return at.c.redirect(saying(deps, deskPagePath(at.frame.language), saidOf({ rests: false, repeated: true })), 303);
    }
    const facts = factsOf(caller, deps.now());
    const checked = facts ? checkCallForm(draft, facts) : { issues: [] };
    if ("report" in checked) return record(at, checked.report);
    if (caller.lease?.id === leaseId) return outcomeAgain(at, checked.issues);
    // Whatever is missing: the caller is somebody else's, and what was noted is kept for them.
    const outcome = outcomes.find((name) => name === draft.outcome);
    if (draft.note || outcome) await keepNote(deps, { key: caller.key, leaseId, staff: byOf(at.c), note: draft.note, outcome });
    return lost(at, true);
  },

  async handBack(at) {
    const { c, deps, frame, caller, leaseId, draft } = at;
    const note = draft?.note ?? "";
    const given = await handBack(deps, { key: caller.key, leaseId, staff: byOf(at.c), note });
    if (!given && note) return lost(at, true);
    return c.redirect(saying(deps, deskPagePath(frame.language), { code: "handedBack" }), 303);
  },

  async takeOver(at) {
    const { c, deps, frame, caller, posted } = at;
    const typed = one(posted, "reason");
    const checked = checkReason(typed);
    if ("issue" in checked) {
      const [error] = errorTexts(deskFrameWords(frame).hotlineDesk.errors, [checked.issue.code]);
      return callPage(at, { takeOver: { reason: typed, error } }, 422);
    }
    const staff = byOf(at.c);
    const lease = liveLease(caller, deps.now());
    const held = lease && lease.staffId !== staff.staffId ? await takeOver(deps, { key: caller.key, staff, reason: checked.reason }) : await take(deps, { key: caller.key, staff });
    return held ? c.redirect(callPath(frame.language, caller.key), 303) : callPage(at, { line: deskFrameWords(frame).hotlineDesk.done.notNow }, 409);
  },
};

async function record(at: PostedCall, report: CallReport): Promise<Response> {
  const { c, deps, frame, caller, leaseId } = at;
  try {
    const recorded = await recordCall(deps, { key: caller.key, leaseId, staff: byOf(at.c), ...report });
    if (endsTexts.has(report.outcome)) await settleTexts(at);
    return c.redirect(saying(deps, deskPagePath(frame.language), saidOf(recorded)), 303);
  } catch (thrown) {
    if (thrown instanceof LeaseLost) return lost(at, true);
    if (thrown instanceof NoSeat) return outcomeAgain(at, [{ path: "slotId", code: `slotId.${thrown.because}` }], 409);
    const issue = thrown instanceof NotNow ? issueOf(thrown) : undefined;
    if (issue) return outcomeAgain(at, [issue], 409);
    throw thrown;
  }
}

/** After these nobody is to be called because of a text: they were talked to, or are not to be rung any more. */
const endsTexts: ReadonlySet<Outcome> = new Set(["reached", "wrongNumber", "askedNotToCall"]);

/** What is left undone here stands on the list and is done by hand: the call is recorded either way. */
async function settleTexts({ deps, caller }: PostedCall): Promise<void> {
  try {
    await settleAll(deps, caller.key);
  } catch (thrown) {
    deps.log.error("TEXTS_NOT_SETTLED", { errorName: thrown instanceof Error ? thrown.name : "unknown" });
  }
}

const refusalCodes: Readonly<Record<string, [path: string, code: CallErrorCode]>> = {
  notRung: ["outcome", "lease.notRung"],
  voicemailNever: ["voicemail", "voicemail.never"],
  followUpTooLate: ["slotId", "slotId.tooLate"],
};
function issueOf({ because }: NotNow): Issue | undefined {
  const [path, code] = refusalCodes[because] ?? [];
  return path && code ? { path, code } : undefined;
}

/** The form once more, as it was filled in. Without a number shown there is no form: then the screen says to ring first. */
function outcomeAgain(at: PostedCall, issues: readonly Issue[], status: 409 | 422 = 422): Promise<Response> {
  const isRung = at.caller.lease?.rungAt !== undefined;
  const line = errorTexts(deskFrameWords(at.frame).hotlineDesk.errors, ["lease.notRung"])[0];
  return isRung ? callPage(at, { draft: at.draft, issues }, status) : callPage(at, { line }, 409);
}

async function lost(at: PostedCall, isKept: boolean): Promise<Response> {
  const { c, deps, frame, draft } = at;
  const caller = (await deps.store.findCaller(at.caller.key, deps.now())) ?? at.caller;
  return c.html(<LostPage {...deskOf(c, frame)} callerKey={caller.key} isKept={isKept} holder={liveLease(caller, deps.now())} note={draft?.note ?? ""} />, 409);
}

const isShownReason = (because: string): because is Refused["because"] => ["outsideSafeHours", "answersTooOld", "nothingDue", "noPhone"].includes(because);
const refusedBy = ({ because }: NotNow, caller: Caller, now: Date): Refused => ({
  because: isShownReason(because) ? because : "nothingDue",
  from: because === "noPhone" ? null : nextCallAt(caller, now),
});

/** The fields of a form that was posted about a call. The form after a call always holds a note, be it empty. */
export const postedCall = (at: AtCall, posted: Posted): PostedCall => ({ ...at, posted, leaseId: one(posted, leaseName).slice(0, 100), draft: posted.has("note") ? readCallForm(posted) : undefined });
