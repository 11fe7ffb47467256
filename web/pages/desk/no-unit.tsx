import type { FC } from "hono/jsx";
import { RegistrationDesk, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords } from "../../words/desk.ts";

/** Somebody with a role, and nowhere to use it: their account names no commune and no province. */
export const NoUnitPage: FC<AtDesk> = (at) => {
  const t = deskFrameWords(at.frame).registrationDesk.noUnit;
  return (
    <RegistrationDesk {...at}>
      <h1>{t.title}</h1>
      <p>{t.text}</p>
    </RegistrationDesk>
  );
};
