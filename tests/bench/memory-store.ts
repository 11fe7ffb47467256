import type { RegistrationStore } from "../../functions/registration/store.ts";
import { shownEventTypes, type EventType } from "../../shared/registration/receipt.ts";
import type { KeptAppointment, Standing } from "../../shared/registration/standing.ts";

type CodeRow = Parameters<RegistrationStore["writeCode"]>[1];
type Status = NonNullable<Awaited<ReturnType<RegistrationStore["readStatus"]>>>;
type Submission = NonNullable<Awaited<ReturnType<RegistrationStore["findSubmission"]>>>;
type Link = NonNullable<Awaited<ReturnType<RegistrationStore["findLinked"]>>>;
type Kept = { status: Omit<Status, "state" | "appointments" | "due" | "missing" | "course">; standing: Omit<Standing, "appointments">; appointments: Map<string, KeptAppointment> };

type Change = Parameters<RegistrationStore["write"]>[0][number];
const isChange = (change: Change) => change.what === "application" || change.what === "progress";
const shown = ({ type, at }: { type: EventType; at: string }): Status["events"] => shownEventTypes.filter((one) => one === type).map((one) => ({ type: one, at }));
const progressOf = ({ standing: { state, due, missing, course } }: Kept) => ({ state, due, missing, course });

/** A store that costs nothing, so that what is left is the function itself. It keeps the promises the verbs rest on, not the races. */
export function createMemoryStore(): RegistrationStore {
  const applications = new Map<string, Kept>();
  const submissions = new Map<string, Submission>();
  const codes = new Map<string, CodeRow>();
  const links = new Map<string, Link>();
  const appointmentsOf = ({ appointments }: Kept): KeptAppointment[] => [...appointments.values()];

  return {
    create: async ({ receipt, reach, event, idempotencyKey, submission, texts, progress }) => {
      if (submissions.has(idempotencyKey)) return "submittedBefore";
      const { reference } = receipt;
      if (applications.has(reference)) return "referenceTaken";
      submissions.set(idempotencyKey, submission);
      applications.set(reference, {
        status: { ...receipt, events: shown(event), looks: [] },
        standing: { reference, version: 1, office: receipt.office, ...progress, reach, texts: [...texts] },
        appointments: new Map(),
      });
      return "created";
    },
    write: async (changes) => {
      const overtaken = changes.some((change) => isChange(change) && applications.get(change.before.reference)?.standing.version !== change.before.version);
      if (overtaken) return false;
      for (const change of changes) {
        if (change.what === "link") links.set(change.hash, change.link);
        const reference = isChange(change) ? change.before.reference : "reference" in change ? change.reference : "";
        const kept = applications.get(reference);
        if (!kept) continue;
        if (isChange(change)) kept.standing = { ...kept.standing, ...change.after, version: change.before.version + 1 };
        if (change.what === "appointment") kept.appointments.set(change.after.id, change.after);
        if (change.what === "event") kept.status.events.push(...shown(change.event));
      }
      return true;
    },
    findHistory: async () => ({}),
    findSubmission: async (idempotencyKey) => submissions.get(idempotencyKey) ?? null,
    findReach: async (reference) => applications.get(reference)?.standing.reach ?? null,
    findStanding: async (reference) => {
      const kept = applications.get(reference);
      return kept ? { ...kept.standing, appointments: appointmentsOf(kept) } : null;
    },
    findLinked: async (hash) => links.get(hash) ?? null,
    readStatus: async (reference) => {
      const kept = applications.get(reference);
      return kept ? { ...kept.status, ...progressOf(kept), appointments: appointmentsOf(kept) } : null;
    },
    writeCode: async (pair, code) => {
      if (codes.has(pair)) return false;
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
    openWith: async (pair, code, reference, look) => {
      codes.set(pair, { ...code, usedAt: code.usedAt ?? look.at });
      applications.get(reference)?.status.events.push(...shown(look));
      return true;
    },
  };
}
