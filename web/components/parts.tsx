import type { Child, FC } from "hono/jsx";
import type { Words } from "../words/vi.ts";

export type ShownError = { name: string; text: string };

/** What has to be put right, each line leading to its field. Takes focus, with or without script. */
export const ErrorSummary: FC<{ t: Words; errors: readonly ShownError[] }> = ({ t, errors }) =>
  errors.length === 0 ? null : (
    <div class="summary" role="alert" tabindex={-1} autofocus aria-labelledby="summary-title">
      <h2 id="summary-title">{t.errorSummary(errors.length)}</h2>
      <ul>
        {errors.map(({ name, text }) => (
          <li>
            <a href={`#${idOf(name)}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );

export const idOf = (name: string): string => name.replaceAll(".", "-");

export const Notices: FC<{ t: Words; texts: readonly string[] }> = ({ t, texts }) =>
  texts.length === 0 ? null : (
    <section class="notice" aria-label={t.noticeTitle}>
      {texts.map((text) => (
        <p>{text}</p>
      ))}
    </section>
  );

export const StepLine: FC<{ t: Words; n: number; m: number; title?: string }> = ({ t, n, m, title }) => (
  <div class="steps">
    <p>
      {t.step(n, m)}
      {title ? ` · ${title}` : ""}
    </p>
    <progress value={n} max={m} aria-hidden="true"></progress>
  </div>
);

export const Facts: FC<{ title: string; items: readonly string[] }> = ({ title, items }) => (
  <section>
    <h2>{title}</h2>
    <ul>
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  </section>
);

/** A line of a list of named values: question, answer, and what can be done about it. */
export const Row: FC<{ name: string; children: Child; action?: Child }> = ({ name, children, action }) => (
  <div class="row">
    <dt>{name}</dt>
    <dd>{children}</dd>
    {action ? <dd class="act">{action}</dd> : null}
  </div>
);

export const Timeline: FC<{ items: readonly { title: string; text?: string; done: boolean }[] }> = ({ items }) => (
  <ol class="timeline">
    {items.map(({ title, text, done }) => (
      <li class={done ? "done" : "open"}>
        <strong>{title}</strong>
        {text ? <span>{text}</span> : null}
      </li>
    ))}
  </ol>
);
