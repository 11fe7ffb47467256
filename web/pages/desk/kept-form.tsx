import type { FC } from "hono/jsx";
import { deskPath } from "../../../shared/staff/paths.ts";
import { DeskLayout } from "../../components/desk-layout.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords } from "../../words/desk.ts";

/** What somebody typed has a space in it; ids, tokens and choices of ours have none. */
const isTyped = (value: string): boolean => /\s/.test(value);

/** The session ended while a page was being filled in: everything that was posted waits here to be sent again, with or without script. */
export const KeptFormPage: FC<{ frame: Frame; action: string; fields: readonly (readonly [string, string])[] }> = ({ frame, action, fields }) => {
  const t = deskFrameWords(frame).desk.signIn;
  const typed = fields.filter(([, value]) => isTyped(value));
  return (
    <DeskLayout frame={frame}>
      <h1>{t.kept.title}</h1>
      <p class="lead">{t.kept.lead}</p>
      <ol>
        {t.kept.steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <p>
        <a class="button" href={deskPath(frame.language, "signedIn")} target="_blank" rel="noopener">
          {t.kept.signIn}
        </a>
      </p>
      <form method="post" action={action} autocomplete="off">
        {fields.map(([name, value]) => (isTyped(value) ? null : <input type="hidden" name={name} value={value} />))}
        {typed.length ? <h2 id="typed">{t.kept.typed}</h2> : null}
        {typed.map(([name, value]) => (
          // A text area drops a line break it begins with; this one stands for it.
          <textarea class="typed" name={name} readonly aria-labelledby="typed">{`\n${value}`}</textarea>
        ))}
        <button class="primary">{t.kept.again}</button>
      </form>
      <p>
        <a href={deskPath(frame.language)}>{t.kept.leave}</a>
      </p>
    </DeskLayout>
  );
};
