import { appendFileSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import * as z from "zod";
import { replaceFile } from "./replace-file.ts";
import { Trouble } from "./trouble.ts";

export const networks = ["sns", "http"] as const;
export type Network = (typeof networks)[number];

const sentReceiptSchema = z.strictObject({
  status: z.enum(["delivered", "undelivered"]),
  reason: z.string(),
  at: z.iso.datetime(),
  /** Whether the service took it, in the end. */
  taken: z.boolean(),
});
export type SentReceipt = z.infer<typeof sentReceiptSchema>;

const textSchema = z.strictObject({
  id: z.string(),
  to: z.string(),
  body: z.string(),
  sender: z.string(),
  at: z.iso.datetime(),
  /** Lines from before there were two networks name none. */
  network: z.enum(networks).default("sns"),
  attemptId: z.string().optional(),
  /** What a network took has not reached the phone. */
  lost: z.enum(["failed", "blocked"]).optional(),
  /** What an earlier text to the same number had as well. */
  repeats: z.enum(["attempt", "words"]).optional(),
});
type KeptText = z.infer<typeof textSchema>;
export type Text = KeptText & { receipts: SentReceipt[] };
export type Texts = ReturnType<typeof openTexts>;

const receiptLineSchema = z.strictObject({ receiptOf: z.string(), receipt: sentReceiptSchema });
type ReceiptLine = z.infer<typeof receiptLineSchema>;
const lineSchema = z.union([receiptLineSchema, textSchema]);

/** Every text a network took and every receipt sent for it. Either happened once it is on disk, so that a restart forgets nothing. */
export function openTexts(file: string) {
  const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
  // A last line without its end was cut off before it was acknowledged: it never arrived.
  const whole = kept.slice(0, kept.lastIndexOf("\n") + 1);
  const texts: Text[] = [];
  const addText = (text: KeptText): Text => {
    const added = { ...text, receipts: [] };
    texts.push(added);
    return added;
  };
  const addReceipt = ({ receiptOf, receipt }: ReceiptLine): void => void texts.find(({ id }) => id === receiptOf)?.receipts.push(receipt);
  for (const text of whole.split("\n").filter(Boolean)) {
    const line = parsed(text, file);
    if ("receiptOf" in line) addReceipt(line);
    else addText(line);
  }
  if (whole !== kept) replaceFile(file, whole);
  const disk = openSync(file, "a", 0o600);
  const write = (line: KeptText | ReceiptLine): void => {
    appendFileSync(disk, `${JSON.stringify(line)}\n`);
    fsyncSync(disk);
  };
  const repeated = ({ to, body, attemptId }: Omit<KeptText, "repeats">): KeptText["repeats"] => {
    const earlier = texts.filter((text) => text.to === to);
    if (attemptId !== undefined && earlier.some((text) => text.attemptId === attemptId)) return "attempt";
    return earlier.some((text) => text.body === body) ? "words" : undefined;
  };

  return {
    all: (): readonly Text[] => texts,
    add: (text: Omit<KeptText, "repeats">): Text => {
      const whatArrived = { ...text, repeats: repeated(text) };
      write(whatArrived);
      return addText(whatArrived);
    },
    addReceipt: (receiptOf: string, receipt: SentReceipt): void => {
      write({ receiptOf, receipt });
      addReceipt({ receiptOf, receipt });
    },
  };
}

function parsed(line: string, file: string): KeptText | ReceiptLine {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    throw new Trouble(`The phone's file ${file} is damaged; delete it to begin with phones that received nothing.`);
  }
}
