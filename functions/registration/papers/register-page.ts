import { localDate } from "../../../shared/calendar/local-time.ts";
import { regimeOf } from "../../../shared/law/regimes.ts";
import type { PaperOf } from "../../../shared/registration/papers.ts";
import { registerPeriod } from "../../../shared/registration/register-year.ts";
import { dated, given, officeHead, signatures, title } from "./parts.ts";
import { longDay, shortDay } from "./phrases.ts";
import type { Run } from "./set-lines.ts";
import type { Column, Paragraph, Sheet } from "./sheet.ts";
import { words } from "./words.ts";

type RegisterPage = PaperOf<"registerPage">;
const t = words.register;

/** A page of the register: Mẫu 21, Annex V, NĐ 163/2026; before it Mẫu 23, Annex II, NĐ 116/2021. */
export function drawRegisterPage(sheet: Sheet, paper: RegisterPage): void {
  const { regimeId, book, openedOn, rows } = paper;
  const { from, to } = registerPeriod(regimeOf(regimeId), paper.year);
  officeHead(sheet, paper, {});
  title(sheet, t.title);
  sheet.write(
    { runs: [t.book, given(book, 60), t.opened, openedOn ? given(longDay(openedOn)) : words.blankDay], align: "center" },
    { runs: [t.year(longDay(from), longDay(to))], align: "center" },
  );
  sheet.gap(8);
  sheet.table(columnsOf(regimeId), rows.map(cellsOf));
  if (regimeId === "R2") sheet.note(words.unconfirmed);
  sheet.keep(190);
  sheet.write(...totals(paper));
  signatures(sheet, [
    { title: t.maker, hint: t.makerSign },
    { above: dated(paper.office, longDay(localDate(new Date(paper.madeAt)))), title: t.head[regimeId], below: t.headBelow[regimeId], hint: t.headSign },
  ]);
  if (regimeId === "R2") sheet.note(words.unconfirmed);
}

const columnsOf = (regimeId: RegisterPage["regimeId"]): Column[] => [
  { title: t.columns.number, share: 5, align: "center" },
  { title: t.columns.fullName, share: 18 },
  { title: t.columns.birthDate, share: 11, align: "center" },
  { title: t.columns.sex, share: 7, align: "center" },
  { title: t.columns.identity[regimeId], share: 14, align: "center" },
  { title: t.columns.residence, share: 20 },
  { title: t.columns.term, share: 12, align: "center" },
  { title: t.columns.place, share: 16 },
  { title: t.columns.note, share: 10 },
];

const cellsOf = ({ fullName, birthDate, sex, identityNumber, residence, from, to, place, note }: RegisterPage["rows"][number], index: number): Run[][] => [
  [String(index + 1)],
  [given(fullName)],
  [shortDay(birthDate)],
  [words.sexes[sex]],
  [identityNumber],
  [given(residence)],
  [from && to ? t.term(shortDay(from), shortDay(to)) : ""],
  [words.places[place]],
  note === undefined ? [] : [given(note)],
];

function totals({ regimeId, totals: sums }: RegisterPage): Paragraph[] {
  const sum = (label: string, count: number | undefined, indent = 0): Paragraph => ({ runs: [label, given(count === undefined ? undefined : String(count))], indent });
  const places = ["home", "publicFacility", "reformSchool", "privateFacility"] as const;
  return [
    { ...sum(t.registered[regimeId], sums?.registered), before: 8 },
    ...(regimeId === "R2" ? places.map((place) => sum(t.byPlace[place], sums?.[place], 14)) : []),
    sum(t.inTreatment, sums?.inTreatment),
    sum(t.completed, sums?.completed),
  ];
}
