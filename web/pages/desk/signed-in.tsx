import type { FC } from "hono/jsx";
import { deskPath } from "../../../shared/staff/paths.ts";
import { DeskLayout } from "../../components/desk-layout.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords } from "../../words/desk.ts";

/** Where the tab ends that was opened to sign in again beside a page under way. */
export const SignedInPage: FC<{ frame: Frame; staff: { name: string }; csrf: string }> = ({ frame, staff, csrf }) => {
  const t = deskFrameWords(frame).desk.signIn;
  return (
    <DeskLayout frame={frame} staff={staff} csrf={csrf}>
      <h1>{t.done.title}</h1>
      <p class="lead">{t.done.text}</p>
      <p>
        <a class="button secondary" href={deskPath(frame.language)}>
          {t.toDesk}
        </a>
      </p>
    </DeskLayout>
  );
};
