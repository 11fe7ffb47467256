import type { FC } from "hono/jsx";
import { deskPath } from "../../../shared/staff/paths.ts";
import { DeskLayout } from "../../components/desk-layout.tsx";
import type { Frame } from "../../components/layout.tsx";
import { deskFrameWords } from "../../words/desk.ts";

/** The session has ended here; `onwards` is where the issuer ends its own, and then leads back to this page without it. */
export const SignedOutPage: FC<{ frame: Frame; onwards?: string }> = ({ frame, onwards }) => {
  const t = deskFrameWords(frame).desk.signIn;
  return (
    <DeskLayout frame={frame}>
      <h1>{t.signedOut.title}</h1>
      {onwards ? (
        <p>
          <a href={onwards}>{t.signedOut.onwards}</a>
        </p>
      ) : (
        <>
          <p class="lead">{t.signedOut.text}</p>
          <p>
            <a class="button" href={deskPath(frame.language)}>
              {t.signedOut.again}
            </a>
          </p>
        </>
      )}
    </DeskLayout>
  );
};
