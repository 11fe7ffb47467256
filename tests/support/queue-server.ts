import { createHash, randomUUID } from "node:crypto";
import type { Answers } from "./aws-server.ts";

type Kept = { id: string; body: string; handle: string; hidden: boolean };

/** One queue of SQS, without its time: what was received stays hidden until somebody says that its time is over. */
export function createQueue() {
  const kept: Kept[] = [];
  const of = (input: Record<string, unknown>) => kept.find(({ handle }) => handle === input.ReceiptHandle);
  const answers = {
    ReceiveMessage: () => {
      const next = kept.find(({ hidden }) => !hidden);
      if (!next) return { json: {} };
      Object.assign(next, { hidden: true, handle: randomUUID() });
      return { json: { Messages: [{ MessageId: next.id, ReceiptHandle: next.handle, Body: next.body, MD5OfBody: createHash("md5").update(next.body).digest("hex") }] } };
    },
    DeleteMessage: (input: Record<string, unknown>) => {
      const found = of(input);
      if (found) kept.splice(kept.indexOf(found), 1);
      return { json: {} };
    },
    ChangeMessageVisibility: (input: Record<string, unknown>) => {
      Object.assign(of(input) ?? {}, { hidden: input.VisibilityTimeout !== 0 });
      return { json: {} };
    },
  } satisfies Answers;
  return {
    answers,
    /** Gives the id under which it lies there. */
    put: (body: unknown): string => {
      const id = `lost-${kept.length + 1}`;
      kept.push({ id, body: typeof body === "string" ? body : JSON.stringify(body), handle: "", hidden: false });
      return id;
    },
    ids: () => kept.map(({ id }) => id),
    hidden: () => kept.filter((one) => one.hidden).length,
    /** Nobody has deleted them for as long as they were to be hidden. */
    timeIsOver: () => kept.map((one) => (one.hidden = false)),
    empty: () => void kept.splice(0),
  };
}
