import type { FC } from "hono/jsx";
import { pagePath, type PageName } from "../../shared/paths.ts";
import { Layout, frameWords, samePage, type Frame } from "../components/layout.tsx";
import type { Words } from "../words/vi.ts";

export type ProblemKind = keyof Words["problems"]["text"];

/** Something did not go through: what it was, that nothing is lost or sent, and one way on. */
export const ProblemPage: FC<{ frame: Frame; kind: ProblemKind; startAgain?: PageName; /** What was typed and could not be kept. */ typed?: { title: string; lines: readonly string[] } }> = ({ frame, kind, startAgain, typed }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "home")}>
      <h1>{t.problems.title[kind]}</h1>
      <p class="lead">{t.problems.text[kind]}</p>
      {typed?.lines.length ? (
        <label>
          {typed.title}
          <textarea readonly rows={8}>{`\n${typed.lines.join("\n")}`}</textarea>
        </label>
      ) : null}
      <p>
        <a class="button" href={pagePath(frame.language, startAgain ?? "home")}>
          {startAgain ? t.problems.startAgain : t.problems.home}
        </a>
      </p>
    </Layout>
  );
};
