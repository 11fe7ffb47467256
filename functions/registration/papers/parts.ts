import { ageOn } from "../../../shared/calendar/civil-date.ts";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { formatPhone } from "../../../shared/contact/phone.ts";
import { regimeOf } from "../../../shared/law/regimes.ts";
import { placeOfPerson } from "../../../shared/registration/application.ts";
import type { Filed, Paper } from "../../../shared/registration/papers.ts";
import { addressOf, longDay, officeParts, shortDay } from "./phrases.ts";
import type { Run } from "./set-lines.ts";
import type { Cell, Paragraph, Sheet } from "./sheet.ts";
import { words } from "./words.ts";

/** A value that was given, or room to write it by hand: of so many points, else to the end of its line. */
export const given = (value: string | undefined, room?: number): Run => ({ value, ...(room === undefined ? {} : { room }) });

/** A line to write on by hand. */
export const blankLine: Paragraph = { runs: [given(undefined)] };

type RegimeId = Paper["regimeId"];
type Party = Filed["person"] | NonNullable<Filed["applicant"]>;

/** The writer: a person who registers themself writes for themself. */
export function writerOf(application: Filed): { party: Party; address: string; phone: string | undefined } {
  const { applicant, person } = application;
  if (applicant) return { party: applicant, address: addressOf(applicant.address), phone: phoneOf(applicant.phone) };
  return { party: person, address: residenceOf(application), phone: phoneOf(person.phone) };
}

export const phoneOf = (e164: string | undefined): string | undefined => (e164 === undefined ? undefined : formatPhone(e164));

/** Where the person lives, or that they have no stable place and where they stay. */
export function residenceOf(application: Filed): string {
  const address = addressOf(placeOfPerson(application));
  return application.person.residence.kind === "unsettled" ? words.unsettled(address) : address;
}

export const isMinor = ({ application, regimeId, receivedAt }: { application: Filed; regimeId: RegimeId; receivedAt: string }): boolean =>
  ageOn(application.person.birthDate, localDate(new Date(receivedAt))) < regimeOf(regimeId).ages.adultFrom;

/** Name in capitals, as every form asks for it. */
export const nameRun = ({ fullName }: Party): Run => given(fullName.toUpperCase());

export const identityRuns = ({ identity }: Party, regimeId: RegimeId): Run[] => [
  words.identity[regimeId],
  given(identity.number),
  words.issuedOn,
  given(identity.issuedOn === undefined ? undefined : shortDay(identity.issuedOn), 70),
  words.issuedBy,
  given(identity.issuedBy),
];

/** Birth and sex in one line, as Annex V has them. */
export const birthRuns = ({ birthDate, sex }: Party): Run[] => [words.birthDate, given(longDay(birthDate)), words.sex, given(words.sexes[sex])];

const nation: readonly Paragraph[] = [
  { runs: [words.nation], weight: "bold", align: "center" },
  { runs: [words.motto], weight: "bold", align: "center", rule: 1 },
];

/** Place and day at the right, as a letter begins. */
export const dated = (office: string, day: string | undefined): Paragraph => ({ runs: [`${officeParts(office).place}, ${day ?? words.blankDay}`], align: "right", before: 14 });

/** How a letter from a family begins: country and motto, place and day. */
export function letterHead(sheet: Sheet, office: string, day: string | undefined): void {
  sheet.write(...nation, dated(office, day));
}

/** How an office's paper begins: who issues it at the left, country and motto at the right. */
export function officeHead(sheet: Sheet, { regimeId, office }: { regimeId: RegimeId; office: string }, { left, day }: { left?: readonly Run[]; day?: string }): void {
  const { own, above, unit } = officeParts(office);
  const [first, second] = regimeId === "R1" ? [words.committee, unit] : [`${words.police} ${above}`, own];
  const issuer: Paragraph[] = [
    { runs: [first.toUpperCase()], align: "center" },
    { runs: [second.toUpperCase()], weight: "bold", align: "center", rule: 0.4 },
    ...(left ? [{ runs: left, align: "center", before: 14 } as const] : []),
  ];
  const country: Paragraph[] = [...nation, ...(day === undefined ? [] : [{ ...dated(office, day), align: "center" } as const])];
  sheet.row([
    { share: 42, paragraphs: issuer },
    { share: 58, paragraphs: country },
  ]);
}

export function title(sheet: Sheet, text: string, subtitle?: string): void {
  sheet.write({ runs: [text], weight: "bold", size: 13.5, align: "center", before: 16 });
  if (subtitle) sheet.write({ runs: [subtitle], weight: "bold", align: "center", rule: 0.3 });
  sheet.gap(10);
}

export const heading = (text: string): Paragraph => ({ runs: [text], weight: "bold", before: 5 });

type Signature = { above?: Paragraph; title: string; below?: string; hint: string };
/** Who signs, side by side, with room to sign; one whose title is not confirmed stands as a dotted line. `lines`: what else stands there. */
export function signatures(sheet: Sheet, all: readonly (Signature | { lines: readonly string[] })[]): void {
  sheet.gap(8);
  sheet.row(all.map(signature));
}
/** Nobody signs on this side. */
export const nobody = { lines: [] };

function signature(one: Signature | { lines: readonly string[] }): Cell {
  if ("lines" in one) return { share: 1, paragraphs: one.lines.map((line) => ({ runs: [line], size: 9 })) };
  const { above, title: name, hint, below } = one;
  return {
    share: 1,
    paragraphs: [
      ...(above ? [{ ...above, align: "center", before: 0, size: 10 } as const] : []),
      { runs: [name || given(undefined, 150)], weight: "bold", align: "center", size: 10 },
      ...(below ? [{ runs: [below], weight: "bold", align: "center", size: 10 } as const] : []),
      { runs: [hint], align: "center", size: 9 },
      { runs: [], before: 36 },
    ],
  };
}

