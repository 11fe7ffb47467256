import type { FC } from "hono/jsx";
import { mayContact } from "../../../shared/contact/safe-contact.ts";
import { plainStateOf, type Message, type PlainState, type StoryEvent } from "../../../shared/messages/message.ts";
import { timeFrom } from "../../components/hotline-desk.tsx";
import type { DeskWords } from "../../words/desk.ts";

/** A text as the desk may see it: without its words, its number and its link. */
export type TextShown = Pick<Message, "template" | "state" | "because" | "withdrawn" | "reason" | "contact" | "createdAt" | "dueAt" | "callInsteadAt" | "story">;

const mostShown = 20;

/** What was texted to a caller, or will be: the newest first, each with its life so far. */
export const Texts: FC<{ w: DeskWords; texts: readonly TextShown[]; now: Date }> = ({ w, texts, now }) => {
  const t = w.hotlineDesk.texts;
  const looks = texts.map((text) => lookOf(text, now)).toSorted((a, b) => (a.order < b.order ? 1 : a.order > b.order ? -1 : 0));
  const shown = looks.filter(({ toCall }, index) => index < mostShown || toCall);
  return (
    <section aria-labelledby="texts-title">
      <h2 id="texts-title">{t.title}</h2>
      {texts.length ? (
        <ul class="history texts">
          {shown.map((look) => (
            <OneText w={w} look={look} now={now} />
          ))}
        </ul>
      ) : (
        <p class="hint">{t.none}</p>
      )}
      {shown.length < texts.length ? <p class="hint">{t.latest(mostShown)}</p> : null}
    </section>
  );
};

const OneText: FC<{ w: DeskWords; look: Look; now: Date }> = ({ w, look, now }) => {
  const t = w.hotlineDesk.texts;
  const { text, plain, toCall, why } = look;
  const at = timeFrom(w, new Date(look.at), now);
  return (
    <li>
      <p>
        <strong>{t.templates[text.template]}</strong>
        <span class="when">{look.isAhead ? t.due(at) : at}</span>
      </p>
      <p>
        <span class={`tag is-${toCall ? "to-call" : plain}`}>{labelOf(w, look)}</span>
      </p>
      {why ? <p class="aside">{inWords(w, why, now)}</p> : null}
      <details>
        <summary>
          {t.happened}
          <span class="hidden">: {t.templates[text.template]}</span>
        </summary>
        <ol class="story">
          {text.story.map((event, index) =>
            isNothingNew(text.story, index) ? null : (
              <li>
                <span class="when">{timeFrom(w, new Date(event.at), now)}</span> {inWords(w, event, now, text.story.slice(0, index))}
              </li>
            ),
          )}
        </ol>
      </details>
    </li>
  );
};

type Told = Pick<StoryEvent, "what" | "because" | "until" | "at">;

/** How a text stands now: under which time, and what explains it beyond its label. */
type Look = { text: TextShown; plain: PlainState; at: string; isAhead: boolean; toCall: boolean; why: Told | undefined; order: string };

function lookOf(text: TextShown, now: Date): Look {
  const stands = standsOf(text, now);
  // Told of once, or taken back meanwhile, it is nobody's call any more.
  const toCall = text.callInsteadAt !== undefined && text.withdrawn === undefined;
  return { text, toCall, ...stands, order: [stands.at, text.createdAt, text.dueAt].join(" ") };
}

function standsOf(text: TextShown, now: Date): Pick<Look, "plain" | "at" | "isAhead" | "why"> {
  const { story, dueAt, createdAt } = text;
  const plain = plainStateOf(text);
  const last = (...names: StoryEvent["what"][]): StoryEvent | undefined => story.findLast(({ what }) => names.includes(what));
  const end = story.findLast(({ what }) => ends.has(what)) ?? last("withdrawn");
  const before = { plain, isAhead: false, at: end?.at ?? createdAt, why: end };
  if (text.state === "handing") return { ...before, at: last("claim")?.at ?? createdAt, why: last("claim") };
  if (plain === "waiting") {
    const refused = refusalOf(text, now);
    // No sender has met it since, and none will send it.
    if (refused) return { plain: "stopped", isAhead: false, at: last("amended")?.at ?? createdAt, why: { what: "stop", at: dueAt, because: refused } };
    const held = story.findLast(({ what }) => what !== "amended");
    return { plain, isAhead: true, at: dueAt, why: held?.what === "wait" || held?.what === "tryAgain" ? held : undefined };
  }
  return plain === "handed" ? { ...before, at: last("handOver")?.at ?? before.at, why: last("deliver", "stop") } : before;
}

function refusalOf({ contact, reason }: TextShown, now: Date): "textsNotWanted" | "textsNotAgreed" | undefined {
  const answer = contact && mayContact(contact, { kind: "text", reason }, now);
  return answer && !answer.may && (answer.because === "textsNotWanted" || answer.because === "textsNotAgreed") ? answer.because : undefined;
}

function labelOf(w: DeskWords, { text, plain, toCall }: Look): string {
  const t = w.hotlineDesk.texts;
  if (plain === "stopped" && (text.withdrawn === "slotClosed" || text.withdrawn === "missed")) return t.takenBack;
  if (plain !== "notDelivered" || toCall) return t.states[plain];
  return text.withdrawn === undefined ? t.told : t.notNeeded;
}

const ends: ReadonlySet<StoryEvent["what"]> = new Set<StoryEvent["what"]>(["stop", "handOver", "giveUp", "doubt", "deliver", "undeliver"]);

/** The beginning of a try says nothing that its end, a moment later, does not say; newer answers say nothing to a text that is done. */
function isNothingNew(story: readonly StoryEvent[], index: number): boolean {
  const what = story[index]?.what;
  const next = story[index + 1]?.what;
  if (what === "amended") return story.slice(0, index).some((earlier) => ends.has(earlier.what));
  return what === "claim" && (next === "handOver" || next === "tryAgain" || next === "giveUp");
}

function inWords(w: DeskWords, event: Told, now: Date, earlier: readonly StoryEvent[] = []): string {
  const t = w.hotlineDesk.texts.story;
  const because = becauseOf(w, event.because);
  const until = event.until && event.until !== event.at ? timeFrom(w, new Date(event.until), now) : undefined;
  switch (event.what) {
    case "promised":
    case "amended":
    case "claim":
    case "handOver":
    case "deliver":
      return t[event.what];
    case "withdrawn":
      return earlier.some(({ what }) => what === "claim" || what === "stop") ? t.outdated(because) : t.withdrawn(because);
    case "wait":
      return t.wait(waitOf(w, event.because) ?? because, until ?? "");
    case "tryAgain":
      return t.tryAgain(because, until);
    case "giveUp":
    case "doubt":
    case "undeliver":
    case "stop":
      break;
  }
  return t[event.what](because);
}

type Known = keyof DeskWords["hotlineDesk"]["texts"]["because"];

const waitOf = (w: DeskWords, because: string | undefined): string | undefined => Object.entries(w.hotlineDesk.texts.waits).find(([code]) => code === because)?.[1];

/** What networks, and the way to them, call what went wrong. */
const networkCodes: readonly (readonly [RegExp, Known])[] = [
  [/^OptedOut/, "optedOut"],
  [/^InvalidParameter/, "refused"],
  [/^(Throttl|ServiceUnavailable|http(429|503)$)/, "busy"],
  [/^(TimeoutError|AbortError|ETIMEDOUT|UND_ERR_(HEADERS|BODY)_TIMEOUT)$/, "noAnswer"],
  [/^(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|AggregateError)$/, "unreachable"],
  [/^(UND_ERR|CERT|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_\w+$/, "unreachable"],
  [/^(http5\d\d|Internal\w+)$/, "trouble"],
  [/^http\d{3}$/, "refused"],
  [/^undelivered$/, "other"],
];
/** Fit to be shown: no words, and no number of anybody. */
const plainCode = /^(?!.*\d{5})[\w.-]{1,40}$/;

/** Why, in plain words. A code nobody has words for stands in a sentence of its own. */
export function becauseOf(w: DeskWords, code: string | undefined): string {
  const t = w.hotlineDesk.texts;
  if (code === undefined) return t.because.other;
  const known = Object.entries(t.because).find(([name]) => name === code)?.[1];
  if (known) return known;
  const name = networkCodes.find(([pattern]) => pattern.test(code))?.[1];
  if (name) return t.because[name];
  return plainCode.test(code) ? t.otherCode(code) : t.because.other;
}
