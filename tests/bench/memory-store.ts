import type { RegistrationStore } from "../../functions/registration/store.ts";
import type { KeptAppointment, Standing } from "../../shared/registration/standing.ts";

type CodeRow = NonNullable<Awaited<ReturnType<RegistrationStore["findCode"]>>>;
type Status = NonNullable<Awaited<ReturnType<RegistrationStore["readStatus"]>>>;
type Submission = NonNullable<Awaited<ReturnType<RegistrationStore["findSubmission"]>>>;
type Link = NonNullable<Awaited<ReturnType<RegistrationStore["findLinked"]>>>;
type Kept = { status: Omit<Status, "state" | "appointments">; standing: Omit<Standing, "appointments">; appointments: Map<string, KeptAppointment> };

/** A store that costs nothing, so that what is left is the function itself. It keeps the promises the verbs rest on, not the races. */
export function createMemoryStore(): RegistrationStore {
  const applications = new Map<string, Kept>();
  const submissions = new Map<string, Submission>();
  const codes = new Map<string, CodeRow>();
  const links = new Map<string, Link>();
  const appointmentsOf = ({ appointments }: Kept): KeptAppointment[] => [...appointments.values()];

  return {
    create: async ({ receipt, reach, event, idempotencyKey, submission, texts }) => {
      if (submissions.has(idempotencyKey)) return "submittedBefore";
      const { reference } = receipt;
      if (applications.has(reference)) return "referenceTaken";
      submissions.set(idempotencyKey, submission);
      applications.set(reference, {
        status: { ...receipt, events: [{ type: event.type, at: event.at }] },
        standing: { reference, version: 1, state: "submitted", reach, texts: [...texts] },
        appointments: new Map(),
      });
      return "created";
    },
    write: async (changes) => {
      const overtaken = changes.some((change) => change.what === "application" && applications.get(change.before.reference)?.standing.version !== change.before.version);
      if (overtaken) return false;
      for (const change of changes) {
        if (change.what === "link") links.set(change.hash, change.link);
        const reference = change.what === "application" ? change.before.reference : "reference" in change ? change.reference : "";
        const kept = applications.get(reference);
        if (!kept) continue;
        if (change.what === "application") kept.standing = { ...kept.standing, ...change.after, version: change.before.version + 1 };
        if (change.what === "appointment") kept.appointments.set(change.after.id, change.after);
        if (change.what === "event") kept.status.events.push({ type: change.event.type, at: change.event.at });
      }
      return true;
    },
    findSubmission: async (idempotencyKey) => submissions.get(idempotencyKey) ?? null,
    findReach: async (reference) => applications.get(reference)?.standing.reach ?? null,
    findStanding: async (reference) => {
      const kept = applications.get(reference);
      return kept ? { ...kept.standing, appointments: appointmentsOf(kept) } : null;
    },
    findLinked: async (hash) => links.get(hash) ?? null,
    readStatus: async (reference) => {
      const kept = applications.get(reference);
      return kept ? { ...kept.status, state: kept.standing.state, appointments: appointmentsOf(kept) } : null;
    },
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
  };
}
