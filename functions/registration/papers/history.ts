import { historyFields, historyParts, type History, type HistoryRelative } from "../../../shared/registration/history.ts";
import type { PaperOf } from "../../../shared/registration/papers.ts";
import { historyVi } from "../../../web/words/vi/history.ts";
import { given, heading, identityRuns, letterHead, nameRun, nobody, residenceOf, signatures, title } from "./parts.ts";
import { longDay } from "./phrases.ts";
import type { Run } from "./set-lines.ts";
import type { Paragraph, Sheet } from "./sheet.ts";
import { words } from "./words.ts";

type HistoryPaper = PaperOf<"history">;
type Field = (typeof historyFields)[number];

/** Mẫu 33, Annex V, NĐ 163/2026: as far as the family filled it in, dotted lines for the rest. */
export function drawHistory(sheet: Sheet, paper: HistoryPaper): void {
  letterHead(sheet, paper.office, undefined);
  title(sheet, words.history.title, words.history.subtitle);
  for (const part of historyParts) {
    sheet.keep(60);
    sheet.write(heading(words.history.parts[part]));
    for (const field of historyFields.filter((one) => one.part === part))
      for (const paragraphs of groupsOf(field, paper)) {
        sheet.keep(paragraphs.length * 16);
        sheet.write(...paragraphs);
      }
  }
  sheet.write({ runs: [words.history.truth], before: 8 });
  sheet.keep(120);
  signatures(sheet, [nobody, { title: words.history.signed, hint: words.sign }]);
  sheet.note(words.unconfirmed);
}

function labelOf({ number, name }: Field): string {
  const { label, hint } = historyVi.fields[name];
  const first = historyFields.find((field) => field.number === number)?.name === name;
  return `${first ? `${number}. ` : ""}${label}${hint ? ` (${hint})` : ""}: `;
}

/** What stays together on a page. */
function groupsOf(field: Field, paper: HistoryPaper): Paragraph[][] {
  const label = labelOf(field);
  const { history } = paper;
  if (field.kind === "known") return [[{ runs: knownRuns(field.name, label, paper) }]];
  if (field.kind === "relative") return [relativeParagraphs(label, history[field.name] ?? {})];
  if (field.kind === "relatives") return (history.children?.length ? history.children : [{}, {}]).map((child, index) => relativeParagraphs(index === 0 ? label : label.replace(/^\d+\. /, ""), child));
  const value = history[field.name];
  return [field.kind === "line" ? [{ runs: [label, given(value)] }] : textParagraphs(label, value)];
}

function knownRuns(name: Extract<Field, { kind: "known" }>["name"], label: string, { regimeId, application }: HistoryPaper): Run[] {
  const { person } = application;
  if (name === "fullName") return [label, nameRun(person), words.sex, given(words.sexes[person.sex])];
  if (name === "birthDate") return [label, given(longDay(person.birthDate))];
  if (name === "identity") return [label.replace(historyVi.fields.identity.label, "").replace(": ", ""), ...identityRuns(person, regimeId)];
  return [label, given(residenceOf(application))];
}

function relativeParagraphs(label: string, { fullName, age, occupation, residence }: HistoryRelative): Paragraph[] {
  const t = historyVi.relative;
  return [
    { runs: [label, given(fullName, 180), `; ${t.age}: `, given(age)] },
    { runs: [`${t.occupation}: `, given(occupation)], indent: 14 },
    { runs: [`${t.residence}: `, given(residence)], indent: 14 },
  ];
}

/** A text that was given stands below its question; room for one is a whole line. */
const textParagraphs = (label: string, value: History["ways"]): Paragraph[] => [{ runs: [label.trim()] }, { runs: [given(value)], indent: 14 }];
