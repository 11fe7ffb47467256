import { localDate } from "../../shared/calendar/local-time.ts";
import { hourClock } from "../../shared/calendar/hour-clock.ts";
import { regimeOn } from "../../shared/law/regimes.ts";
import { findCommune, officeName } from "../../shared/places/places.ts";
import { placeOfPerson, type Application } from "../../shared/registration/application.ts";
import { factsOf, noticesOf } from "../../shared/registration/law-rules.ts";
import type { Receipt } from "../../shared/registration/receipt.ts";
import { Conflict } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { promisedText, reachOf, waiting } from "./promised-text.ts";

export type Submitted = { receipt: Receipt; outcome: "received" | "repeated" | "changedSince" | "withdrawnSince" };

const keptSeconds = 24 * 3_600;

/**
 * Takes an application in: office by commune, clock by the law of today, one transaction with the text it promises.
 * The same key gives the same receipt, however often; with other answers it is `changedSince` and what came first stands; withdrawn meanwhile, it stays withdrawn.
 */
export async function submit(deps: Deps, input: { application: Application; idempotencyKey: string }): Promise<Submitted> {
  const { application, idempotencyKey } = input;
  const at = deps.now();
  const nowSeconds = Math.floor(at.getTime() / 1_000);
  // The language is how the receipt is read, not what was applied for.
  const { language: _language, ...content } = application;
  const digest = deps.seal.hash("submission", JSON.stringify(content));
  const receipt = { ...receiptFor(application, at), reference: deps.ids.reference() };
  const reach = reachOf(application, at);
  const message = promisedText(deps, reach, "receipt", receipt.reference);
  const outcome = await deps.store.create(
    {
      application,
      receipt,
      reach,
      event: { id: deps.ids.event(), type: "submitted", by: "applicant", at: at.toISOString() },
      message,
      texts: waiting([message]),
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
  const { events: _events, appointments: _appointments, state, ...first } = status;
  if (state === "withdrawn") return { receipt: first, outcome: "withdrawnSince" };
  return { receipt: first, outcome: earlier.digest === digest ? "repeated" : "changedSince" };
}

function receiptFor(application: Application, at: Date): Omit<Receipt, "reference"> {
  const today = localDate(at);
  const commune = findCommune(placeOfPerson(application).communeCode);
  if (!commune) throw new RangeError("an accepted application names a known commune");
  return {
    receivedAt: at.toISOString(),
    office: { communeCode: commune.code, name: officeName(commune) },
    decision: hourClock(at, regimeOn(today).decisionWithin),
    notices: noticesOf(factsOf(application, today)),
    hasDeterminationPaper: application.determination.kind !== "none",
  };
}

