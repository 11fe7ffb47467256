import { fillText } from "../../shared/messages/catalogue.ts";
import { claimLostAfterMs, retryDelayMs, retryForMs } from "../../shared/messages/lanes.ts";
import type { Message, MessageRef } from "../../shared/messages/message.ts";
import type { Deps } from "./deps.ts";
import { decide, type Decision, type PhoneRecord } from "./gate.ts";
import { lineOf, tellOf } from "./receive.ts";
import type { HandOver, Route } from "./routes/route.ts";

/** How often a text is looked at anew when somebody else wrote meanwhile. */
const rounds = 5;

/** What a network that can be told calls one attempt. */
const attemptIdOf = ({ id, attempts }: Message): string => `${id}.${attempts}`;

/**
 * Sends one message if it is its time: gate, turn, gate again, claim, hand over, mark. The claim is a conditional write made last before the
 * network is called, so two senders never hand over the same attempt; cut off between claim and mark, only a network that can tell
 * what became of it has the text sent again.
 */
export async function send(deps: Deps, ref: MessageRef): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if ((await attempt(deps, ref)) === "done") return;
  }
}

async function attempt(deps: Deps, ref: MessageRef): Promise<"done" | "again"> {
  const message = await deps.store.find(ref, deps.now());
  if (!message || message.dueAt > deps.now().toISOString()) return "done";
  if (message.state === "handing") return unmarked(deps, message);
  if (message.state !== "waiting") return "done";

  const body = wordsOf(message);
  const digest = deps.digest(body ?? "");
  const read = message.to ? await deps.store.findPhone(message.to, deps.now()) : { version: 0, sent: [] };
  const earlier = await earlierTexts(deps, message, read);
  const same = earlier.filter(({ id }) => read.sent.some((one) => one.id === id && one.digest === digest));
  // Kept back because of words on their way, it would be lost with them.
  if (same.some(({ state }) => state === "handing")) return "done";
  const phone = { ...read, sent: read.sent.filter(({ id }) => !earlier.some((one) => one.id === id && notSent.has(one.state))) };
  const early = decide(message, phone, digest, deps.now());
  if (early.do !== "send") return settle(deps, message, early.because === "sameToday" ? sameToday(same, phone, digest) : early);
  if (body === null) {
    await settle(deps, message, { do: "stop", because: "incomplete" });
    throw new RangeError(`text ${message.template} lacks a value`);
  }
  const route = await deps.network.route();
  if (!(await deps.network.turn(route.name, message.lane))) return "done";

  const at = deps.now();
  const decision = decide(message, phone, digest, at);
  if (decision.do !== "send") return settle(deps, message, decision);
  const until = new Date(at.getTime() + claimLostAfterMs);
  if (!(await deps.store.claim(message, { phone, digest, route: route.name, until, at }))) return "again";
  const claimed = { ...message, state: "handing" as const, attempts: message.attempts + 1, firstTriedAt: message.firstTriedAt ?? at.toISOString(), dueAt: until.toISOString(), route: route.name };
  const asked = deps.now().getTime();
  const result = await route.handOver({ to: message.to ?? "", body, attemptId: attemptIdOf(claimed) });
  const tookMs = deps.now().getTime() - asked;
  const next = await mark(deps, claimed, result, route, message.firstTriedAt ?? message.dueAt);
  // How a route does is worth less than the mark, and is lost if it must be.
  await deps.network.record(route.name, result, tookMs).catch(() => deps.log.warn("HEALTH_NOT_RECORDED"));
  return next;
}

const notSent: ReadonlySet<Message["state"]> = new Set(["waiting", "failed", "stopped"]);

/** What became of what the phone was handed lately, where it was about the same subject: a phone says nothing of the other half's texts. */
async function earlierTexts({ store, now }: Deps, message: Message, { sent }: PhoneRecord): Promise<Message[]> {
  const others = sent.filter(({ id }) => id !== message.id);
  const found = await Promise.all(others.map(({ id }) => store.find({ ...message, id }, now())));
  return found.filter((one) => one !== null);
}

/**
 * Words that did not arrive, or of which nobody knows it, are no text that was handed over: this one was not either, and for their reason.
 * Nor do they still say how things stand once other words came after them.
 */
function sameToday(same: readonly Message[], { sent }: PhoneRecord, digest: string): Exclude<Decision, { do: "send" }> {
  const lost = same.find(({ state }) => state === "inDoubt" || state === "undelivered");
  if (lost) return { do: "stop", because: lost.because ?? "unknown" };
  const latest = sent.reduce((late, one) => (one.at > late.at ? one : late), { at: "", digest });
  return { do: "stop", because: latest.digest === digest ? "sameToday" : "sameBefore" };
}

/** Null when a value is missing, as when the catalogue has changed since the promise: half a text is never sent, and trying again is no use. */
function wordsOf({ to, template, language, values = {} }: Message): string | null {
  try {
    return to ? fillText(template, language, values) : "";
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

async function settle(deps: Deps, message: Message, decision: Exclude<Decision, { do: "send" }>): Promise<"done" | "again"> {
  const { because } = decision;
  const moved =
    decision.do === "wait" ? await deps.store.move(message, "wait", { because, dueAt: decision.until }, deps.now()) : await deps.store.move(message, "stop", { because }, deps.now());
  if (!moved) return "again";
  deps.log.info(decision.do === "wait" ? "MESSAGE_WAITS" : "MESSAGE_STOPPED", { ...lineOf(message), because });
  return "done";
}

/** `dueSince`: from when it should have been with a network. */
async function mark(deps: Deps, message: Message, result: HandOver, route: Route, dueSince: string): Promise<"done" | "again"> {
  const fields = { ...lineOf(message), attempts: message.attempts };
  if (result.outcome === "handed") {
    // First the name it goes by, then the mark: cut off between them, it is looked at again, and what the network says finds it.
    const known = await deps.store.linkReceipt(route.name, result.routeMessageId, message, deps.now()).catch(() => null);
    const moved = await deps.store.move(message, "handOver", { routeMessageId: result.routeMessageId }, deps.now());
    if (moved) deps.log.info("MESSAGE_HANDED_OVER", { ...fields, waitedMs: deps.now().getTime() - Date.parse(dueSince) });
    if (known) await tellOf(deps, known);
    return "done";
  }
  if (result.outcome === "unknown") {
    // Left as claimed, it is looked at again in five minutes, when the network can be asked.
    if (!route.lookUp) return doubt(deps, message, result.because, route);
    deps.log.warn("MESSAGE_UNKNOWN", { ...fields, because: result.because });
    return "done";
  }
  return notHanded(deps, message, result);
}

/** Nothing reached the network: again, at once the first time, by the steps of its lane after; or never, if its time or four hours are over by then. */
async function notHanded(deps: Deps, message: Message, { because, final }: { because: string; final: boolean }): Promise<"done" | "again"> {
  const now = deps.now();
  const delay = retryDelayMs(message.lane, message.attempts, deps.random());
  const last = Math.min(Date.parse(message.notAfter), Date.parse(message.firstTriedAt ?? message.createdAt) + retryForMs);
  const again = !final && now.getTime() + delay <= last;
  const moved = again
    ? await deps.store.move(message, "tryAgain", { because, dueAt: new Date(now.getTime() + delay).toISOString() }, now)
    : await deps.store.move(message, "giveUp", { because }, now);
  if (moved) deps.log.warn(again ? "MESSAGE_TRY_AGAIN" : "MESSAGE_GIVEN_UP", { ...lineOf(message), attempts: message.attempts, because });
  return moved && again && delay === 0 ? "again" : "done";
}

/** A claim nobody marked for five minutes. The network is asked, where that is possible: without its word the text is not sent again. */
async function unmarked(deps: Deps, message: Message): Promise<"done" | "again"> {
  const route = await deps.network.route(message.route);
  const result = (route.name === message.route && (await route.lookUp?.(attemptIdOf(message)))) || null;
  if (!result || result.outcome === "unknown") return doubt(deps, message, result?.because ?? "cutOff", route);
  return mark(deps, message, result, route, message.firstTriedAt ?? message.createdAt);
}

/** It may have reached the phone: not sent again, and the desk is asked to call. What the network says later still counts. */
async function doubt(deps: Deps, message: Message, because: string, route: Route): Promise<"done"> {
  const known = route.name === message.route ? await deps.store.linkReceipt(route.name, attemptIdOf(message), message, deps.now()).catch(() => null) : null;
  if (await deps.store.move(message, "doubt", { because }, deps.now())) {
    deps.log.error("MESSAGE_IN_DOUBT", { ...lineOf(message), attempts: message.attempts, because });
  }
  if (known) await tellOf(deps, known);
  return "done";
}
