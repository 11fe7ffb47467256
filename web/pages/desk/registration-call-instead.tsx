import type { FC } from "hono/jsx";
import type { Message } from "../../../shared/messages/message.ts";
import type { Entry } from "../../../shared/registration/case.ts";
import { casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { timeFrom } from "../../components/hotline-desk.tsx";
import type { AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords } from "../../words/desk.ts";
import { becauseOf } from "./hotline-texts.tsx";

/** A family whom texts did not reach; `entry` is null once another office has their application. */
export type Unreached = { subject: string; since: Date; texts: readonly Pick<Message, "id" | "template" | "because">[]; entry: Entry | null; office: string | null };

export const toldName = "told";
/** The commune a province's list is narrowed to. */
export const communeName = "commune";

/** Whose families to call because a text did not come; nothing, when there are none. */
export const CallInstead: FC<{ at: AtDesk; commune: string | undefined; people: readonly Unreached[]; more: boolean }> = ({ at, commune, people, more }) => {
  const w = deskFrameWords(at.frame);
  const t = w.registrationDesk.callInstead;
  if (people.length === 0) return null;
  return (
    <details class="instead" open>
      <summary>
        <h2>{t.title}</h2> <span class="tag is-waiting">{`${people.length}${more ? "+" : ""}`}</span>
      </summary>
      <p class="hint">{t.hint}</p>
      <form method="post" action={registrationDeskPath(at.frame.language, "told")}>
        <Csrf csrf={at.csrf} />
        {commune ? <input type="hidden" name={communeName} value={commune} /> : null}
        <ul class="rows cases">
          {people.map(({ subject, since, texts, entry, office }) => (
            <li>
              <p class="time">{timeFrom(w, since, at.now)}</p>
              <div class="what">
                <p>{entry ? <strong lang="vi">{entry.name}</strong> : office ? t.moved(office) : t.gone}</p>
                {texts.map(({ template, because }) => (
                  <p>{`${w.hotlineDesk.texts.templates[template]}: ${becauseOf(w, because)}`}</p>
                ))}
              </div>
              <div class="act">
                {entry ? <a href={casePath(at.frame.language, entry.reference)}>{w.registrationDesk.list.open}</a> : null}
                <button class="take" name={toldName} value={[subject, ...texts.map(({ id }) => id)].join(" ")}>
                  {t.told}
                  <span class="hidden">: {entry?.name ?? office ?? ""}</span>
                </button>
              </div>
            </li>
          ))}
        </ul>
      </form>
    </details>
  );
};
