import type { RegistrationStore } from "../../functions/registration/store.ts";

type CodeRow = NonNullable<Awaited<ReturnType<RegistrationStore["findCode"]>>>;
type Status = NonNullable<Awaited<ReturnType<RegistrationStore["readStatus"]>>>;
type Reach = NonNullable<Awaited<ReturnType<RegistrationStore["findReach"]>>>;
type Submission = NonNullable<Awaited<ReturnType<RegistrationStore["findSubmission"]>>>;

/** A store that costs nothing, so that what is left is the function itself. It keeps the promises the verbs rest on, not the races. */
export function createMemoryStore(): RegistrationStore {
  const applications = new Map<string, { status: Status; reach: Reach }>();
  const submissions = new Map<string, Submission>();
  const codes = new Map<string, CodeRow>();

  return {
    create: async ({ receipt, reach, event, idempotencyKey, submission }) => {
      if (submissions.has(idempotencyKey)) return "submittedBefore";
      if (applications.has(receipt.reference)) return "referenceTaken";
      submissions.set(idempotencyKey, submission);
      applications.set(receipt.reference, { status: { ...receipt, state: "submitted", events: [{ type: event.type, at: event.at }] }, reach });
      return "created";
    },
    findSubmission: async (idempotencyKey) => submissions.get(idempotencyKey) ?? null,
    findReach: async (reference) => applications.get(reference)?.reach ?? null,
    readStatus: async (reference) => applications.get(reference)?.status ?? null,
    findCode: async (pair) => codes.get(pair) ?? null,
    writeCode: async (pair, code, replaces) => {
      if (codes.get(pair)?.sentAt !== replaces?.sentAt) return false;
      codes.set(pair, code);
      return true;
    },
    spendTry: async (pair) => {
      const code = codes.get(pair);
      if (!code || code.triesLeft <= 0) return null;
      const spent = { ...code, triesLeft: code.triesLeft - 1 };
      codes.set(pair, spent);
      return spent;
    },
    openWith: async (pair, code, reference, { type, at }) => {
      codes.set(pair, { ...code, usedAt: code.usedAt ?? at });
      applications.get(reference)?.status.events.push({ type, at });
      return true;
    },
    withdraw: async (reference, { type, at }) => {
      const found = applications.get(reference);
      if (found?.status.state !== "submitted") return false;
      applications.set(reference, { ...found, status: { ...found.status, state: "withdrawn", events: [...found.status.events, { type, at }] } });
      return true;
    },
  };
}
