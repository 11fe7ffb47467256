import { localDate } from "../../shared/calendar/local-time.ts";
import type { Language } from "../../shared/language.ts";
import { windows } from "../../shared/messages/lanes.ts";
import { newMessage, type Message } from "../../shared/messages/message.ts";
import { TooSoon } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import { subjectOf } from "./promised-text.ts";

const codeRules = { lifeMinutes: windows.code.minutes, tries: 4, pauseSeconds: 30, perDay: 5 } as const;

export const pairOf = (deps: Pick<Deps, "seal">, { reference, phone }: { reference: string; phone: string }): string =>
  deps.seal.hash("pair", `${reference}|${phone}`);
export const codeHash = (deps: Pick<Deps, "seal">, pair: string, code: string): string => deps.seal.hash("code", `${pair}|${code}`);

/**
 * Asks for a one-time code. Right and wrong pairs of reference and phone read and write the same rows and answer alike;
 * a wrong pair's text is born stopped and has no number. Whether a right pair may be texted is the gate's to say.
 * Throws `TooSoon` within 30 seconds of the last request for the pair, and after five in a day.
 */
export async function requestCode(deps: Deps, input: { reference: string; phone: string; language: Language }): Promise<void> {
  const at = deps.now();
  const pair = pairOf(deps, input);
  const [earlier, reach] = await Promise.all([deps.store.findCode(pair), deps.store.findReach(input.reference)]);
  const day = localDate(at);
  const sentThatDay = earlier?.day === day ? earlier.sentThatDay : 0;
  if (earlier && at.getTime() - Date.parse(earlier.sentAt) < codeRules.pauseSeconds * 1_000) throw new TooSoon("pause");
  if (sentThatDay >= codeRules.perDay) throw new TooSoon("day");

  const matches = reach?.phone === input.phone;
  const code = deps.ids.oneTimeCode();
  const expiresAt = new Date(at.getTime() + codeRules.lifeMinutes * 60_000).toISOString();
  const message = newMessage(
    {
      area: "registration",
      subject: subjectOf(deps, input.reference),
      id: deps.ids.message(),
      lane: "code",
      template: "code",
      language: input.language,
      reason: "askedNow",
      dueAt: at.toISOString(),
      notAfter: expiresAt,
      ...(matches ? { values: { code }, to: reach.phone, contact: reach.contact } : {}),
    },
    at,
  );
  const promised: Message = matches ? message : { ...message, state: "stopped", because: "noMatch" };
  const row = {
    codeHash: codeHash(deps, pair, code),
    sentAt: at.toISOString(),
    expiresAt,
    triesLeft: codeRules.tries,
    day,
    sentThatDay: sentThatDay + 1,
    ...(matches ? { reference: input.reference } : {}),
  };
  if (!(await deps.store.writeCode(pair, row, earlier, promised))) throw new TooSoon("pause");
  deps.log.info("CODE_REQUESTED", { messageId: message.id });
}
