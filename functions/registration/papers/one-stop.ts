import { localDate } from "../../../shared/calendar/local-time.ts";
import { regimeOf } from "../../../shared/law/regimes.ts";
import type { Paper, PaperOf } from "../../../shared/registration/papers.ts";
import { formatReference } from "../../../shared/reference.ts";
import { given, heading, nobody, officeHead, signatures, title, writerOf } from "./parts.ts";
import { longDay, longDue, longMoment, shortDay } from "./phrases.ts";
import type { Paragraph, Sheet } from "./sheet.ts";
import { dossierItems, termWords, words } from "./words.ts";

type Dossier = Exclude<Paper, { code: "registerPage" }>;

function begin(sheet: Sheet, paper: Dossier): void {
  officeHead(sheet, paper, { left: [words.reference, given(formatReference(paper.reference))], day: longDay(localDate(new Date(paper.madeAt))) });
}

function from({ application }: Dossier): Paragraph[] {
  const { party, address, phone } = writerOf(application);
  const t = words.receipt;
  return [
    { runs: [t.from, given(party.fullName)] },
    { runs: [t.address, given(address)] },
    { runs: [words.phone, given(phone)] },
    { runs: [t.wish, given(application.person.fullName)] },
  ];
}

/** Mẫu 01, TT 03/2025/TT-VPCP, with a slip to cut out that says nothing but when and where. */
export function drawReceipt(sheet: Sheet, paper: PaperOf<"receipt">): void {
  const t = words.receipt;
  const { regimeId, office, receivedAt, dueAt } = paper;
  begin(sheet, paper);
  title(sheet, t.title);
  sheet.write(...from(paper), { runs: [t.officeCode, given(undefined)] }, heading(t.items));
  sheet.gap(3);
  sheet.table(
    [
      { title: t.columns.number, share: 6, align: "center" },
      { title: t.columns.what, share: 80 },
      { title: t.columns.got, share: 14, align: "center" },
    ],
    dossierItems[regimeId].map((item, index) => [[String(index + 1)], [item], [{ ticked: false }]]),
  );
  sheet.gap(4);
  const term = regimeOf(regimeId).duties.decide;
  sheet.write(
    { runs: [t.copies] },
    { runs: [t.term, given(term ? termWords(term) : undefined)] },
    { runs: [t.receivedAt, given(longMoment(receivedAt))] },
    { runs: [t.dueAt, dueAt === undefined ? t.blankMoment : given(longDue(dueAt))] },
    { runs: [t.collect, given(office)] },
  );
  signatures(sheet, [{ title: t.giver, hint: words.sign }, { title: t.taker, hint: words.sign }]);
  sheet.note(words.unconfirmedLayout);
  drawSlip(sheet, paper);
}

function drawSlip(sheet: Sheet, { reference, appointment }: PaperOf<"receipt">): void {
  const t = words.receipt;
  sheet.gap(10);
  const lines: Paragraph[] = [
    { runs: [`${words.brand} · ${t.slip.title}`], weight: "bold", align: "center" },
    { runs: [words.reference, given(formatReference(reference))] },
    { runs: [t.slip.at, appointment ? given(longMoment(appointment.at)) : t.blankMoment] },
    { runs: [t.slip.where, given(appointment?.address)] },
    { runs: [t.slip.bring] },
  ];
  sheet.row([{ share: 1, paragraphs: lines }], "dashes");
}

/** Mẫu 02, TT 03/2025/TT-VPCP. */
export function drawSupplements(sheet: Sheet, paper: PaperOf<"supplements">): void {
  const t = words.supplements;
  begin(sheet, paper);
  title(sheet, t.title);
  sheet.write(...from(paper), { runs: [t.receivedAt, given(longMoment(paper.receivedAt))] }, heading(t.ask));
  sheet.gap(3);
  sheet.table(
    [
      { title: t.columns.number, share: 6, align: "center" },
      { title: t.columns.what, share: 74 },
      { title: t.columns.by, share: 20, align: "center" },
    ],
    paper.supplements.map(({ what, by }, index) => [[String(index + 1)], [given(what)], [given(shortDay(by))]]),
  );
  sheet.gap(4);
  sheet.write({ runs: [t.reason, given(undefined)] }, { runs: [t.help, given(undefined)] });
  sheet.keep(120);
  signatures(sheet, [nobody, { title: t.signed, hint: words.sign }]);
  sheet.note(words.unconfirmedLayout);
}

/** Mẫu 04, TT 03/2025/TT-VPCP. */
export function drawApology(sheet: Sheet, paper: PaperOf<"apology">): void {
  const t = words.apology;
  const { office, receivedAt, dueAt, newDueAt, reason } = paper;
  begin(sheet, paper);
  title(sheet, t.title, t.subtitle);
  sheet.write(
    { runs: [words.to, given(writerOf(paper.application).party.fullName)], align: "center" },
    { runs: [t.received(office, longMoment(receivedAt))], before: 8 },
    { runs: [t.promised, given(longDue(dueAt))], before: 4 },
    { runs: [t.late(office)], before: 4 },
    { runs: [t.reason, given(reason)], before: 4 },
    { runs: [t.sorry(office)], before: 4 },
    { runs: [t.newDue, given(longDue(newDueAt))], before: 4 },
  );
  sheet.keep(120);
  signatures(sheet, [nobody, { title: t.signed, hint: t.seal }]);
  sheet.note(words.unconfirmedLayout);
}
