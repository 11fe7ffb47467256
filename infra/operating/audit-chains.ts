import { beginningOf, commitmentTo, headText, linkAfter, openCommitment } from "../../functions/platform/chain.ts";
import type { DataKey, KeptArea, KeyRing } from "../../functions/platform/keeper.ts";
import { contentOf, erasedKey } from "../../functions/platform/trail.ts";
import { bytesOf, type EventLine, type HeadLine } from "./audit-lines.ts";

/** All that can be wrong with a chain, in words for whoever has to act on it. */
export const wrongs = {
  noEnd: "its end is missing",
  twoEnds: "it has more than one end",
  end: "its end is not its last link",
  proof: "the proof of its end is not ours",
  key: "the person's key does not open",
  keyGone: "the person's key is gone, and nothing says that they were lawfully forgotten",
  missing: "this link is missing",
  twice: "there is more than one link of this number",
  link: "the link does not follow from those before it",
  behind: "this link stands behind the end",
  place: "it stands where another person's events stand",
  moment: "it stands under another moment than it names",
  content: "what it says was altered, or sealed for another place",
  commitment: "what it says is not what the chain was told",
  gone: "what it said is gone before its time, and nothing says that the person was lawfully forgotten",
  forgottenEarly: "it says that the person was forgotten, and more follows",
  forgottenWithKey: "it says that the person was forgotten, and their key is still there",
  forgottenBecause: "why the person was forgotten was altered",
  stillSays: "the person was forgotten, and what it says is still there",
  stillThere: "the person was forgotten days ago, and it has not left its place",
} as const;
export type Wrong = keyof typeof wrongs;
/** `seq`: the number of the link; null when it is about the chain as a whole. */
type Found = { seq: number | null; wrong: Wrong };

/** An event as far as it is needed once its content was looked at. */
export type KeptEvent = Pick<EventLine, "seq" | "at" | "commitment" | "link" | "erased"> & { inPlace: boolean; leftBehind: boolean; says: boolean };
export type Chain = { area: KeptArea; chain: string; heads: HeadLine[]; events: KeptEvent[]; found: Found[]; keyOpens: boolean; judged?: Judged | undefined };
/** What is left of a chain once it was judged; `found` begins with the first broken link. */
export type Judged = { events: number; forgotten: number; isErased: boolean; found: Found[] };

const dayMs = 86_400_000;
/** What was cut off while it forgot somebody goes on the next night. */
const buriedWithinMs = 2 * dayMs;
/** The shortest life that is declared of what an event says: nothing is forgotten of the living before. */
const shortestLifeMs = 90 * dayMs;

/** Keeps of an event what its links need, and looks at what it says as long as it is at hand. */
export function keepEvent(into: Chain, { area, pk, sk, chain, seq, at, commitment, link, content, erased }: EventLine, key: DataKey | null): void {
  const found = (wrong: Wrong): unknown => into.found.push({ seq, wrong });
  const inPlace = into.heads[0] === undefined || pk === into.heads[0].pk;
  into.events.push({ seq, at, commitment, link, ...(erased === undefined ? {} : { erased }), inPlace, leftBehind: pk !== erasedKey(chain), says: content !== undefined });
  if (!sk.startsWith(`EVENT#${at}#`) && !sk.startsWith(`LOOK#${at}#`)) found("moment");
  if (!key || content === undefined) return;
  const said = opened(area, key, { pk, sk, content: bytesOf(content) });
  if (said === null) found("content");
  else if (!commitmentTo(key.commit, said).equals(bytesOf(commitment))) found("commitment");
}

function opened(area: KeptArea, key: DataKey, row: { pk: string; sk: string; content: Buffer }): string | null {
  try {
    return JSON.stringify(contentOf(area, key, row));
  } catch {
    return null;
  }
}

/** Whether all is there that a chain of the living has: nothing more can come of it but what is wrong. */
export const isComplete = ({ heads: [head, ...others], events }: Chain): boolean => head?.key !== undefined && others.length === 0 && events.length === head.seq;

/** What comes of a chain that was complete already. */
export function addAfterwards(judged: Judged, { seq }: EventLine, complete: number): void {
  judged.events += 1;
  judged.found = [...judged.found, { seq, wrong: seq > complete ? ("behind" as const) : ("twice" as const) }].toSorted(inOrder);
}

const inOrder = (a: Found, b: Found): number => (a.seq ?? Infinity) - (b.seq ?? Infinity);

/** Judges a chain whose events were all kept. Without a ring, by what needs no key. */
export function judge(chain: Chain, ring: KeyRing | null, exportedAt: number): Judged {
  chain.events.sort((a, b) => a.seq - b.seq);
  const isErased = isForgotten(chain.heads[0], chain.events);
  const forgotten = isErased ? 0 : chain.events.filter(({ says }) => !says).length;
  return { events: chain.events.length, forgotten, isErased, found: allFound(chain, isErased, ring, exportedAt).toSorted(inOrder) };
}

function allFound(chain: Chain, isErased: boolean, ring: KeyRing | null, exportedAt: number): Found[] {
  const events = withoutCopies(chain.events);
  const [head, ...others] = chain.heads;
  const found = [...chain.found, ...wrongLinks(chain.chain, events)];
  if (!head) return [...found, { seq: null, wrong: "noEnd" }];
  found.push(...wrongEnd(head, events, ring), ...(isErased ? wrongWhenForgotten : wrongWhileKept)(head, chain.events, exportedAt));
  if (others.length) found.push({ seq: null, wrong: "twoEnds" });
  if (head.key && !chain.keyOpens) found.push({ seq: null, wrong: "key" });
  return found;
}

/** An event on its way to where the forgotten stand may be in both places. */
const withoutCopies = (events: readonly KeptEvent[]): KeptEvent[] =>
  events.filter((event, n) => {
    const other = events[n - 1];
    return !(other && other.leftBehind !== event.leftBehind && other.seq === event.seq && other.at === event.at && other.link === event.link && other.commitment === event.commitment && other.erased === event.erased);
  });

function wrongLinks(chain: string, events: readonly KeptEvent[]): Found[] {
  const found: Found[] = [];
  let seq = 0;
  let before: Buffer | null = beginningOf(chain);
  for (const event of events) {
    if (event.seq <= seq) {
      found.push({ seq: event.seq, wrong: "twice" });
      continue;
    }
    if (event.seq > seq + 1) {
      found.push({ seq: seq + 1, wrong: "missing" });
      before = null;
    }
    if (before && linkAfter(before, { seq: event.seq, at: event.at, commitment: bytesOf(event.commitment) }).toString("base64") !== event.link) found.push({ seq: event.seq, wrong: "link" });
    seq = event.seq;
    before = bytesOf(event.link);
  }
  return found;
}

function wrongEnd(head: HeadLine, events: readonly KeptEvent[], ring: KeyRing | null): Found[] {
  const last = events.at(-1) ?? { seq: 0, at: "", link: beginningOf(head.chain).toString("base64") };
  const found: Found[] = [];
  if (head.seq > last.seq) found.push({ seq: last.seq + 1, wrong: "missing" });
  else if (head.seq < last.seq) found.push({ seq: head.seq + 1, wrong: "behind" });
  else if (head.link !== last.link || head.at !== last.at) found.push({ seq: head.seq, wrong: "end" });
  if (ring && !isProved(head, ring)) found.push({ seq: head.seq, wrong: "proof" });
  return found;
}

function isProved({ chain, seq, link, proof }: HeadLine, ring: KeyRing): boolean {
  try {
    return ring.proves({ by: proof.by, mac: bytesOf(proof.mac) }, headText(chain, { seq, link: bytesOf(link) }));
  } catch {
    return false;
  }
}

/** Whether a chain says that its person was lawfully forgotten; whether it says so rightly is another question. */
const isForgotten = (head: HeadLine | undefined, events: readonly KeptEvent[]): boolean =>
  head !== undefined && head.key === undefined && (events.at(-1)?.erased !== undefined || head.pk === erasedKey(head.chain));

function wrongWhileKept(head: HeadLine, events: readonly KeptEvent[], exportedAt: number): Found[] {
  const found: Found[] = [];
  if (!head.key) found.push({ seq: head.seq, wrong: "keyGone" });
  else if (head.pk === erasedKey(head.chain)) found.push({ seq: null, wrong: "place" });
  const young = new Date(exportedAt - shortestLifeMs).toISOString();
  for (const { seq, at, erased, inPlace, says } of events) {
    if (!inPlace) found.push({ seq, wrong: "place" });
    if (erased !== undefined) found.push({ seq, wrong: seq === events.at(-1)?.seq ? "forgottenWithKey" : "forgottenEarly" });
    else if (!says && at > young) found.push({ seq, wrong: "gone" });
  }
  return found;
}

function wrongWhenForgotten(head: HeadLine, events: readonly KeptEvent[], exportedAt: number): Found[] {
  const found: Found[] = [];
  if (head.pk !== erasedKey(head.chain)) found.push({ seq: null, wrong: "place" });
  const last = events.at(-1);
  if (last?.erased === undefined && head.seq === (last?.seq ?? 0)) found.push({ seq: head.seq, wrong: "keyGone" });
  const isOver = last !== undefined && Date.parse(last.at) < exportedAt - buriedWithinMs;
  for (const { seq, commitment, erased, leftBehind, says } of events) {
    if (erased !== undefined && seq !== last?.seq) found.push({ seq, wrong: "forgottenEarly" });
    if (erased !== undefined && openCommitment(erased).toString("base64") !== commitment) found.push({ seq, wrong: "forgottenBecause" });
    if (leftBehind && (isOver || erased !== undefined)) found.push({ seq, wrong: "stillThere" });
    if (says && !leftBehind) found.push({ seq, wrong: "stillSays" });
  }
  return found;
}
