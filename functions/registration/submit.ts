import { localDate } from "../../shared/calendar/local-time.ts";
import type { Application } from "../../shared/registration/application.ts";
import { entryOf, type Staff } from "../../shared/registration/case.ts";
import { dueOnFiling } from "../../shared/registration/course.ts";
import { factsOf, noticesOf } from "../../shared/registration/law-rules.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { waysOf } from "./find-ways.ts";
import { officeFor } from "./office.ts";
import { promisedText, reachOf, subjectOf, waiting } from "./promised-text.ts";

export type Submitted = { receipt: Receipt; outcome: "received" | "repeated" | "changedSince" | "withdrawnSince" };

/** `assisted`: keyed in by somebody of the staff from a paper form, which was received at that moment. */
export type Filing = { application: Application; idempotencyKey: string; assisted?: { staff: Staff; receivedAt: Date } | undefined };

const keptSeconds = 24 * 3_600;

/**
 * Takes an application in: office by commune, clock by the law of today, one transaction with the text it promises.
 * The same key gives the same receipt, however often; with other answers it is `changedSince` and what came first stands; withdrawn meanwhile, it stays withdrawn.
 */
export async function submit(deps: Deps, input: Filing): Promise<Submitted> {
  const { application, idempotencyKey, assisted } = input;
  const at = deps.now();
  const nowSeconds = Math.floor(at.getTime() / 1_000);
  // The language is how the receipt is read, not what was applied for.
  const { language: _language, ...content } = application;
  const digest = deps.seal.hash("submission", JSON.stringify(assisted ? [content, assisted.receivedAt] : content));
  const receivedAt = assisted?.receivedAt ?? at;
  const receipt = { ...receiptFor(application, receivedAt), reference: deps.ids.reference() };
  const progress = { state: "submitted" as const, receivedAt: receipt.receivedAt, due: dueOnFiling(receivedAt) };
  const reach = reachOf(application, at);
  const message = promisedText(deps, { ...receipt, reach }, "receipt");
  const outcome = await deps.store.create(
    {
      application,
      receipt,
      reach,
      event: { id: deps.ids.event(), type: "submitted", at: at.toISOString(), version: 1, ...(assisted ? { by: "desk", staff: assisted.staff } : { by: "applicant" }) },
      message,
      texts: waiting([message]),
      progress,
      routed: officeFor(application, localDate(receivedAt)).because,
      line: entryOf({ ...receipt, ...progress, application, assisted }, at),
      ways: [...waysOf(deps, application), { hash: subjectOf(deps, receipt.reference) }],
      assisted: assisted && { by: assisted.staff, at: at.toISOString() },
      idempotencyKey,
      submission: { reference: receipt.reference, digest, expiresAtSeconds: nowSeconds + keptSeconds },
    },
    nowSeconds,
  );
  if (outcome === "referenceTaken") return submit(deps, input);
  if (outcome === "created") {
    deps.log.info("APPLICATION_RECEIVED");
    return { receipt, outcome: "received" };
  }
  const earlier = await deps.store.findSubmission(idempotencyKey, nowSeconds);
  const status = earlier && (await deps.store.readStatus(earlier.reference));
  if (!status) throw new Conflict("the earlier submission is gone");
  const { state } = status;
  const first = receiptOf(status);
  if (state === "withdrawn") return { receipt: first, outcome: "withdrawnSince" };
  return { receipt: first, outcome: earlier.digest === digest ? "repeated" : "changedSince" };
}

function receiptFor(application: Application, at: Date): Omit<Receipt, "reference"> {
  const today = localDate(at);
  const { clock } = dueOnFiling(at);
  if (!clock) throw new RangeError("deciding has a clock");
  return {
    receivedAt: at.toISOString(),
    office: officeFor(application, today).office,
    decision: clock,
    notices: noticesOf(factsOf(application, today)),
    hasDeterminationPaper: application.determination.kind !== "none",
  };
}

const receiptOf = ({ reference, receivedAt, office, decision, notices, hasDeterminationPaper }: Receipt): Receipt => ({ reference, receivedAt, office, decision, notices, hasDeterminationPaper });
