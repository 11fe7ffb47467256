import type { FC } from "hono/jsx";
import { isOwnPhone, ownPhone, type Answers } from "../../shared/form/answers.ts";
import { pagePath } from "../../shared/paths.ts";
import type { Words } from "../words/vi.ts";
import { frameWords, type Frame } from "./layout.tsx";

/** Whether nobody else uses this phone. Left empty, others do, and nothing is kept on it. */
export const OwnPhone: FC<{ t: Words; hint: string; checked: boolean }> = ({ t, hint, checked }) => (
  <div class="question">
    <label class="card">
      <input type="checkbox" id={ownPhone.name} name={ownPhone.name} value={ownPhone.value} checked={checked} aria-describedby="own-phone-hint" data-own />
      <span>{t.ownPhone.label}</span>
    </label>
    <p class="hint" id="own-phone-hint">
      {hint}
    </p>
  </div>
);

/** Where a draft is kept on one's own phone, opened again and forgotten. Script shows it and does it all; its fields have no names, so nothing of them is sent. */
const Draft: FC<{ t: Words }> = ({ t }) => {
  const w = t.ownPhone.draft;
  return (
    <div class="question" data-draft data-wait={w.wait} data-kept={w.kept} data-wrong={w.wrong} data-gone={w.gone} data-short={w.short} data-failed={w.failed} hidden>
      <details>
        <summary>{w.title}</summary>
        <div class="draft">
          <p>{w.about}</p>
          <p class="error" role="alert" hidden></p>
          <output hidden></output>
          <div data-draft-code>
            <label for="draft-code">{w.code}</label>
            <p class="hint" id="draft-hint">
              {w.codeHint}
            </p>
            <input id="draft-code" type="text" autocomplete="off" autocapitalize="none" spellcheck={false} class="short" aria-describedby="draft-hint" />
          </div>
          <button type="button" class="secondary" data-draft-do="keep">
            {w.keep}
          </button>
          <button type="button" class="secondary" data-draft-do="open" hidden>
            {w.open}
          </button>
          <button type="button" class="link" data-draft-do="forget" hidden>
            {w.forget}
          </button>
        </div>
      </details>
    </div>
  );
};

/** A form's part on the phone: asked on its first page, a draft offered on the others where the phone is one's own. */
export const OnPhone: FC<{ t: Words; answers: Answers; first: boolean }> = ({ t, answers, first }) => (
  <>
    {first ? <OwnPhone t={t} hint={t.ownPhone.formHint} checked={isOwnPhone(answers)} /> : null}
    {first || isOwnPhone(answers) ? <Draft t={t} /> : null}
  </>
);

/** How to leave nothing behind on a phone that others use too, and what a page cannot do about it. */
export const Finish: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  const w = t.ownPhone.finish;
  return (
    <section class="screen">
      <h2>{w.title}</h2>
      <ul>
        {w.items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
      <a class="button" href={pagePath(frame.language, "exit")} rel="noreferrer" data-exit>
        {w.button}
      </a>
    </section>
  );
};
