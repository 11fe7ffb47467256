import type { FC } from "hono/jsx";
import { callPath, listActPath } from "../../../shared/hotline/desk-paths.ts";
import type { Message } from "../../../shared/messages/message.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { timeFrom, type AtDesk } from "../../components/hotline-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { becauseOf } from "./hotline-texts.tsx";

/** Whether, and from when on, somebody may be rung. */
export type Standing = { list: "now" | "resting" | "gone" } | { list: "held"; by: string } | { list: "later"; from: Date };

/** Somebody whom texts did not reach. */
export type Unreached = {
  key: string;
  /** None once nothing is kept of them. */
  maskedPhone: string | null;
  since: Date;
  texts: readonly Pick<Message, "id" | "template" | "because">[];
  standing: Standing;
};

/** The first of those to call instead, longest waiting first, of `count` in all; `more` when there are even more. */
export type CallInstead = { people: readonly Unreached[]; count: number; more: boolean };

/** So few stand open above the list: more would push it out of sight. */
const fewEnough = 3;

export const toldName = "told";

/** Whom to call because a text did not come; nothing, when there is nobody. */
export const CallInsteadSection: FC<AtDesk & { now: Date; callInstead: CallInstead; isOpen: boolean }> = ({ frame, csrf, now, callInstead, isOpen }) => {
  const { people, count, more } = callInstead;
  const w = deskFrameWords(frame);
  const t = w.hotlineDesk.callInstead;
  if (people.length === 0) return null;
  return (
    <details class="instead" open={isOpen || people.length <= fewEnough}>
      <summary>
        <h2>{t.title}</h2> <span class="tag is-waiting">{t.people(count, more)}</span>
      </summary>
      <p class="hint">{t.hint}</p>
      <form method="post" action={listActPath(frame.language, "told")}>
        <Csrf csrf={csrf} />
        <ul class="rows">
          {people.map((person) => (
            <li>
              <p class="time">
                {person.maskedPhone ? (
                  <a href={callPath(frame.language, person.key)}>
                    <span class="hidden">{t.open}: </span>
                    {person.maskedPhone}
                  </a>
                ) : (
                  t.noNumber
                )}
                <span class="day">{t.since(timeFrom(w, person.since, now))}</span>
              </p>
              <div class="what">
                {person.texts.map(({ template, because }) => (
                  <p>
                    <strong>{w.hotlineDesk.texts.templates[template]}</strong>: {becauseOf(w, because)}
                  </p>
                ))}
                <p>{standingOf(w, person.standing, now)}</p>
              </div>
              <div class="act">
                <button class="take" name={toldName} value={[person.key, ...person.texts.map(({ id }) => id)].join(" ")}>
                  {person.standing.list === "gone" ? t.drop : t.told}
                  <span class="hidden">: {person.maskedPhone ?? t.noNumber}</span>
                </button>
              </div>
            </li>
          ))}
        </ul>
      </form>
      {people.length < count || more ? <p class="hint">{t.oldest(people.length)}</p> : null}
    </details>
  );
};

function standingOf(w: DeskWords, standing: Standing, now: Date): string {
  const t = w.hotlineDesk.callInstead.standing;
  if (standing.list === "held") return t.held(standing.by);
  if (standing.list === "later") return t.later(timeFrom(w, standing.from, now));
  return t[standing.list];
}
