/**
 * Who asks for much from one source is asked for a proof first: a little work for the phone (ALTCHA's proof of work, version 2,
 * https://altcha.org/docs/v2/), or, without script, half a minute of waiting. Either is good once, for what it was asked for.
 */
import { pbkdf2, randomBytes, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Context } from "hono";
import * as z from "zod";
import { budgets, freeFor, periodEnd, type Act, type BudgetName } from "../../shared/abuse/budgets.ts";
import { challengeSchema, hex, proofHeaders, proofNames, work, type PowChallenge } from "../../shared/abuse/proof.ts";
import type { Spending } from "./budget.ts";
import { currentRequest } from "./correlation.ts";
import { one, type Posted } from "./http.ts";
import type { Seal } from "./seal.ts";

const goodForMs = 30 * 60_000;
const waitMs = 30_000;

/** `time` is for statistics of ALTCHA's own. */
const solutionSchema = z.strictObject({ challenge: challengeSchema, solution: z.object({ counter: z.int().min(0).max(0xffff_ffff), derivedKey: hex }) });
const ticketSchema = z.strictObject({ id: z.string(), for: z.string(), from: z.iso.datetime() });

/** What came along with a request to show that it may pass. */
export type Proof = { solution: string; ticket: string };
/** What whoever is asked for a proof may choose from: work, or a ticket that is good from a moment on. */
export type Offer = { challenge: PowChallenge; ticket: string; from: Date; early: boolean };

/** It must be proven first that somebody stands behind this. Whoever asks passes with what is offered. */
export class Challenged extends Error {
  override readonly name = "Challenged";
  readonly offer: Offer;
  constructor(offer: Offer) {
    super("a proof first");
    this.offer = offer;
  }
}

export const postedProof = (posted: Posted): Proof => ({ solution: one(posted, proofNames.solution), ticket: one(posted, proofNames.ticket) });
export const sentProof = (c: Context): Proof => ({ solution: c.req.header(proofHeaders.solution) ?? "", ticket: c.req.header(proofHeaders.ticket) ?? "" });

/** As a header wants it. */
export const secondsUntil = (instant: Date, now: Date): number => Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / 1_000));

type Deps = Spending & { seal: Seal; now: () => Date };
/** `what` is what the proof is for: a form, a pair. `targets`: budgets of what is asked for that are spent beside those of the source. */
type Asking = { act: Act; what: string; proof: Proof; targets?: readonly (readonly [BudgetName, string])[] };

/** Passes while this source is within what is free for it, and then with a proof. Throws `Challenged`. */
export async function admit(deps: Deps, { act, what, proof, targets = [] }: Asking): Promise<void> {
  const now = deps.now();
  const { source } = currentRequest();
  const own = source === undefined ? [] : freeFor[act].map((name) => [name, source] as const);
  const free = await Promise.all([...own, ...targets].map(([name, whose]) => deps.budgets.spend(name, whose, now)));
  if (free.every(Boolean)) return;
  const purpose = deps.seal.hash("proof", `${act}|${what}`);
  if (proof.solution && (await isSolved(deps, proof.solution, purpose))) return;
  const waited = proof.ticket ? await waitedOut(deps, proof.ticket, purpose) : null;
  if (waited === true) return;
  const ticket = waited ?? newTicket(deps, purpose, new Date(now.getTime() + waitMs));
  throw new Challenged({ challenge: await newChallenge(deps, purpose), ...ticket });
}

const derive = promisify(pbkdf2);
/** ALTCHA's password: the nonce, and the counter as four bytes. */
async function keyFor({ nonce, salt }: { nonce: string; salt: string }, counter: number): Promise<string> {
  const password = Buffer.concat([Buffer.from(nonce, "hex"), Buffer.alloc(4)]);
  password.writeUInt32BE(counter, password.length - 4);
  return (await derive(password, Buffer.from(salt, "hex"), work.cost, work.keyLength, "sha256")).toString("hex");
}

const signatureOf = ({ seal }: Pick<Deps, "seal">, parameters: PowChallenge["parameters"]): string => seal.hash("challenge", JSON.stringify(parameters));

async function newChallenge(deps: Deps, purpose: string): Promise<PowChallenge> {
  const { algorithm, cost, keyLength, counters } = work;
  const random = { nonce: randomBytes(16).toString("hex"), salt: randomBytes(16).toString("hex") };
  const keyPrefix = (await keyFor(random, randomInt(counters.from, counters.to))).slice(0, 32);
  const parameters = { algorithm, cost, data: { for: purpose }, expiresAt: Math.floor((deps.now().getTime() + goodForMs) / 1_000), keyLength, keyPrefix, ...random };
  return { parameters, signature: signatureOf(deps, parameters) };
}

async function isSolved(deps: Deps, sent: string, purpose: string): Promise<boolean> {
  const read = solutionSchema.safeParse(readBase64(sent));
  if (!read.success) return false;
  const { challenge, solution } = read.data;
  const { parameters, signature } = challenge;
  const expiresAt = new Date(parameters.expiresAt * 1_000);
  if (!isSame(signature, signatureOf(deps, parameters)) || parameters.data.for !== purpose || expiresAt <= deps.now()) return false;
  const key = await keyFor(parameters, solution.counter);
  return key === solution.derivedKey && key.startsWith(parameters.keyPrefix) && deps.budgets.once(["challenge", signature], deps.now(), expiresAt);
}

type Ticket = Pick<Offer, "ticket" | "from" | "early">;

function newTicket({ seal }: Deps, purpose: string, from: Date): Ticket {
  return { ticket: seal.close("ticket", { id: randomUUID(), for: purpose, from: from.toISOString() }, new Date(from.getTime() + goodForMs)), from, early: false };
}

/** True when it was waited for; else the ticket to go on waiting with, null when this one is no good. */
async function waitedOut(deps: Deps, sent: string, purpose: string): Promise<true | Ticket | null> {
  const now = deps.now();
  const read = ticketSchema.safeParse(deps.seal.open("ticket", sent, now));
  if (!read.success || read.data.for !== purpose) return null;
  const { id } = read.data;
  const from = new Date(read.data.from);
  if (now < from) return { ticket: sent, from, early: true };
  const { waitsFromSource } = budgets;
  // Whoever has many phones could let them all wait at once.
  if (!(await deps.budgets.spend("waitsFromSource", currentRequest().source ?? "", now))) return newTicket(deps, purpose, periodEnd(waitsFromSource.per, now));
  return (await deps.budgets.once(["ticket", id], now, new Date(from.getTime() + goodForMs))) ? true : null;
}

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function readBase64(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
}
