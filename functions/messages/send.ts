import { fillText } from "../../shared/messages/catalogue.ts";
import type { Message } from "../../shared/messages/message.ts";
import type { Deps } from "./deps.ts";
import { refusedBecause } from "./gate.ts";
import type { HandOver } from "./routes/route.ts";

/** How long after an attempt the next one comes; the last step repeats. The first retry is at once (the next sweep). */
const retryAfterSeconds = [0, 60, 600, 300] as const;
const retryForMs = 4 * 3_600_000;
/** A claim without an outcome for this long was cut off in the middle. */
const claimLostAfterMs = 5 * 60_000;

/**
 * Sends one message if it is its time: gate, claim, hand over, mark. The claim is a conditional write made last before the
 * network is called, so two senders never hand over the same attempt; cut off between claim and mark, it is in doubt and not sent again.
 */
export async function send(deps: Deps, id: string): Promise<void> {
  const message = await deps.store.find(id);
  const now = deps.now();
  if (!message || message.dueAt > now.toISOString()) return;
  if (message.state === "handing") return doubt(deps, message, "cutOff");
  if (message.state !== "waiting") return;

  const refused = refusedBecause(message, now);
  if (refused) {
    if (await deps.store.move(message, "stop", { because: refused })) deps.log.info("MESSAGE_STOPPED", { messageId: id, because: refused });
    return;
  }
  const claimed = { ...message, attempts: message.attempts + 1, firstTriedAt: message.firstTriedAt ?? now.toISOString() };
  const until = new Date(now.getTime() + claimLostAfterMs).toISOString();
  if (!(await deps.store.move(message, "claim", { attempts: claimed.attempts, firstTriedAt: claimed.firstTriedAt, dueAt: until }))) return;
  const body = fillText(message.template, message.language, message.values ?? {});
  await mark(deps, claimed, await deps.route.handOver({ to: message.to ?? "", body }));
}

async function mark(deps: Deps, message: Message, result: HandOver): Promise<void> {
  const fields = { messageId: message.id, attempts: message.attempts };
  if (result.outcome === "handed") {
    if (await deps.store.move(message, "handOver", { routeMessageId: result.routeMessageId })) deps.log.info("MESSAGE_HANDED_OVER", fields);
    return;
  }
  if (result.outcome === "unknown") return doubt(deps, message, result.because);
  const next = result.final ? null : nextAttempt(message, deps.now());
  const moved = await deps.store.move(message, next ? "tryAgain" : "giveUp", { because: result.because, ...(next ? { dueAt: next } : {}) });
  if (moved) deps.log.warn(next ? "MESSAGE_TRY_AGAIN" : "MESSAGE_GIVEN_UP", { ...fields, because: result.because });
}

async function doubt(deps: Deps, message: Message, because: string): Promise<void> {
  if (await deps.store.move(message, "doubt", { because })) deps.log.error("MESSAGE_IN_DOUBT", { messageId: message.id, attempts: message.attempts, because });
}

/** When to try again; null when the message's time, or four hours of trying, would be over by then. */
function nextAttempt(message: Message, now: Date): string | null {
  const seconds = retryAfterSeconds[Math.min(message.attempts, retryAfterSeconds.length) - 1] ?? 300;
  const at = new Date(now.getTime() + seconds * 1_000);
  const last = Math.min(Date.parse(message.notAfter), Date.parse(message.firstTriedAt ?? message.createdAt) + retryForMs);
  return at.getTime() <= last ? at.toISOString() : null;
}
