import type { FC } from "hono/jsx";
import { deskPath } from "../../../shared/staff/paths.ts";
import { DeskLayout } from "../../components/desk-layout.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";

export type DeskProblemKind = keyof DeskWords["desk"]["signIn"]["problems"]["text"];

const ofSignIn: ReadonlySet<DeskProblemKind> = new Set(["denied", "expired", "issuerDown", "failed", "secondFactor", "unused", "changed", "gone"]);

/** Something did not go through at a desk: what it was, and one way on. Says who is signed in where that explains it. */
export const DeskProblemPage: FC<{ frame: Frame; kind: DeskProblemKind; staff?: { name: string }; csrf?: string; typed?: readonly string[] }> = ({ frame, kind, staff, csrf, typed = [] }) => {
  const t = deskFrameWords(frame).desk.signIn;
  return (
    <DeskLayout frame={frame} {...(staff ? { staff } : {})} {...(csrf ? { csrf } : {})}>
      <h1>{t.problems.title[kind]}</h1>
      {staff ? (
        <p>
          {t.who} <strong>{staff.name}</strong>.
        </p>
      ) : null}
      <p class="lead">{t.problems.text[kind]}</p>
      {typed.length ? (
        <label>
          {t.kept.typed}
          <textarea class="typed" readonly>{`\n${typed.join("\n")}`}</textarea>
        </label>
      ) : null}
      {kind === "noDesk" ? null : (
        <p>
          <a class="button" href={deskPath(frame.language)}>
            {ofSignIn.has(kind) ? t.signedOut.again : t.toDesk}
          </a>
        </p>
      )}
    </DeskLayout>
  );
};
