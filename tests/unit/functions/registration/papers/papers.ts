import { extractText, extractTextItems } from "unpdf";
import { makePaper } from "../../../../../functions/registration/papers/make-paper.ts";
import { readFonts } from "../../../../../functions/registration/papers/fonts.ts";
import { applicationSchema } from "../../../../../shared/registration/application.ts";
import { paperSchema, type Filed, type Paper, type PaperOf } from "../../../../../shared/registration/papers.ts";
import { motherForSon, type ApplicationInput } from "../../../../support/people.ts";

const fonts = readFonts();
export const makeAnew = (paper: Paper): Promise<Uint8Array> => makePaper(paper, fonts);
const made = new WeakMap<Paper, Promise<Uint8Array>>();
/** Each paper is made once, however often it is looked at. */
export function make(paper: Paper): Promise<Uint8Array> {
  const bytes = made.get(paper) ?? makeAnew(paper);
  made.set(paper, bytes);
  return bytes;
}

/** What papers say of an application as people type it. */
export function filed(input: ApplicationInput = motherForSon()): Filed {
  const { relationship, applicant, person, treatment, determination } = applicationSchema.parse(input);
  return { relationship, applicant, person, treatment, determination };
}

const every = { office: "Công an phường Ba Đình, thành phố Hà Nội", madeAt: "2026-11-22T03:00:00.000Z" };
const dossier = { ...every, regimeId: "R2" as const, reference: "K7M4Q9TX", receivedAt: "2026-11-21T07:05:00.000Z", application: filed() };

export const row = {
  fullName: "Nguyễn Văn Mẫu",
  birthDate: "1998-09-02",
  sex: "male" as const,
  identityNumber: "001098000002",
  residence: "12 phố Thí Nghiệm, phường Ba Đình, thành phố Hà Nội",
  from: "2026-11-23",
  to: "2028-11-23",
  place: "home" as const,
};

/** One of each paper, as full as its facts allow; each test changes only what it is about. */
export const samples = {
  application: { code: "application", ...dossier } satisfies PaperOf<"application">,
  history: { code: "history", ...dossier, history: {} } satisfies PaperOf<"history">,
  receipt: { code: "receipt", ...dossier, dueAt: "2026-11-22T07:05:00.000Z", appointment: { at: "2026-11-23T02:30:00.000Z", address: "Trụ sở thí nghiệm, 1 phố Ví Dụ" } } satisfies PaperOf<"receipt">,
  supplements: { code: "supplements", ...dossier, supplements: [{ what: "Bản sao căn cước", by: "2026-11-27" }, { what: "Lý lịch theo Mẫu số 33, ký từng trang", by: "2026-12-01" }] } satisfies PaperOf<"supplements">,
  apology: { code: "apology", ...dossier, dueAt: "2026-11-22T07:05:00.000Z", newDueAt: "2026-11-23T07:05:00.000Z", reason: "Đang chờ kết quả từ cơ sở y tế" } satisfies PaperOf<"apology">,
  decision: { code: "decision", ...dossier, decision: { decidedOn: "2026-11-22", from: "2026-11-23", to: "2028-11-23", place: "home" } } satisfies PaperOf<"decision">,
  commitment: { code: "commitment", ...dossier } satisfies PaperOf<"commitment">,
  registerPage: {
    code: "registerPage",
    ...every,
    regimeId: "R2",
    year: 2026,
    rows: [row],
    totals: { registered: 41, home: 22, publicFacility: 13, reformSchool: 2, privateFacility: 4, inTreatment: 37, completed: 3 },
  } satisfies PaperOf<"registerPage">,
};
export const allSamples: readonly Paper[] = Object.values(samples);
/** The papers there were under NĐ 116/2021 too. */
export const oldSamples: readonly Paper[] = allSamples.filter(({ code }) => code !== "history" && code !== "commitment").map((paper) => paperSchema.parse({ ...paper, regimeId: "R1", office: "Ủy ban nhân dân phường Ba Đình, thành phố Hà Nội" }));

/** All words of a paper, spaces as one: how lines break does not count. */
export async function textOf(bytes: Uint8Array): Promise<string> {
  const { text } = await extractText(Uint8Array.from(bytes), { mergePages: true });
  // Under a mark, an i has lost its dot; "µ" is read back as the Greek letter it looks like.
  return text.replace(/\s+/gu, " ").replace(/ı(?=\p{M})/gu, "i").replace(/μ/gu, "µ").normalize("NFC");
}
/** Without any space: a long word may be broken between letters. */
export const squeezed = (text: string): string => text.replace(/\s+/gu, "").normalize("NFC");

export type Item = { text: string; x: number; y: number; width: number; size: number };
/** What stands where, page by page, in points from the lower left; the slanted outline of a draft left out. */
export async function itemsOf(bytes: Uint8Array): Promise<Item[][]> {
  const { items } = await extractTextItems(Uint8Array.from(bytes));
  return items.map((page) => page.filter(({ str, fontSize }) => str.trim() !== "" && fontSize < 40).map(({ str, x, y, width, fontSize }) => ({ text: str, x, y, width, size: fontSize })));
}
