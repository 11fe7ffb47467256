import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import type { Fonts } from "./fonts.ts";
import { setLines, type Line, type Run, type Weight } from "./set-lines.ts";
import { words } from "./words.ts";

/** One paragraph. Sizes and distances in points; `hang` draws in every line but the first; `rule` is a line below, as long as the text times this. */
export type Paragraph = {
  runs: readonly Run[];
  size?: number;
  weight?: Weight;
  /** How what was given stands out: it does not in tables. */
  given?: Weight;
  align?: "left" | "center" | "right";
  indent?: number;
  hang?: number;
  before?: number;
  rule?: number;
};
/** One field of a row: its share of the width, and what stands in it. */
export type Cell = { share: number; paragraphs: readonly Paragraph[] };
type Frame = "none" | "lines" | "dashes";
export type Column = { title: string; share: number; align?: "left" | "center" };

export type SheetSettings = {
  /** The file's name: all that its metadata says. */
  name: string;
  madeAt: Date;
  /** Which form the paper follows, and what it belongs to; on every page. */
  foot: { form: string; mark: string };
  landscape?: boolean;
  draft?: boolean;
};

const a4 = { short: 595.28, long: 841.89 };
const margin = { top: 46, right: 51, bottom: 64, left: 74 };
const bodySize = 10.5;
const tableSize = 9;
const leading = 1.42;
const boxRoom = 1.35;

/** A paper being written, from top to bottom: a little above pdfkit, with pages that break between lines and rows. */
export function createSheet(fonts: Fonts, { name, madeAt, foot, landscape = false, draft = false }: SheetSettings) {
  const page = landscape ? { width: a4.long, height: a4.short } : { width: a4.short, height: a4.long };
  const content = page.width - margin.left - margin.right;
  const bottom = page.height - margin.bottom;
  const info = { Title: name, Author: words.brand, Creator: words.brand, Producer: words.brand, CreationDate: madeAt, ModDate: madeAt };
  // No default font: pdfkit would look for the metrics of Helvetica on the disk.
  const doc = new PDFDocument({ size: "A4", layout: landscape ? "landscape" : "portrait", margin: 0, autoFirstPage: false, bufferPages: true, pdfVersion: "1.7", lang: "vi", font: "", info });
  doc.registerFont("regular", fonts.regular);
  doc.registerFont("bold", fonts.bold);
  let y = margin.top;

  const put = (text: string, x: number, top: number, size: number, weight: Weight): void => {
    doc.font(weight).fontSize(size).text(text, x, top, { lineBreak: false });
  };
  const widthOf = (text: string, size: number, weight: Weight): number => doc.font(weight).fontSize(size).widthOfString(text);
  const rule = (x: number, top: number, width: number): void => {
    doc.lineWidth(0.6).moveTo(x, top).lineTo(x + width, top).stroke();
  };

  function addPage(): void {
    doc.addPage();
    y = margin.top;
    if (draft) drawDraft();
  }
  /** In outline: a printer without greys keeps the text beneath it readable. */
  function drawDraft(): void {
    const size = 108;
    const width = widthOf(words.draft, size, "bold");
    doc.save().rotate(-50, { origin: [page.width / 2, page.height / 2] }).lineWidth(0.5).dash(1, { space: 2.5 });
    doc.font("bold").fontSize(size).text(words.draft, (page.width - width) / 2, (page.height - size) / 2, { lineBreak: false, fill: false, stroke: true });
    doc.restore();
  }

  /** A new page, unless so much still fits on this one. */
  function keep(height: number): void {
    if (y + height > bottom) addPage();
  }

  type Block = { lines: readonly Line[]; height: number; lineHeight: number };
  function blockOf({ runs, size = bodySize, weight = "regular", given = "bold", indent = 0, hang = 0, before = 0 }: Paragraph, width: number): Block {
    const measure = (text: string, of: Weight): number => widthOf(text, size, of);
    const lines = setLines(runs, { width: width - indent, hang, weights: { own: weight, given }, box: size * boxRoom, measure });
    const lineHeight = size * leading;
    return { lines, lineHeight, height: before + lines.length * lineHeight };
  }

  function drawLine(line: Line, x: number, top: number, size: number): void {
    for (const one of line.placed) {
      if (one.kind === "box") drawBox(x + one.x, top, size, one.ticked);
      else put(one.text, x + one.x, top, size, one.kind === "text" ? one.weight : "regular");
    }
  }
  function drawBox(x: number, top: number, size: number, ticked: boolean): void {
    const side = size * 0.95;
    doc.lineWidth(0.8).rect(x, top + size * 0.18, side, side).stroke();
    if (ticked) put("X", x + (side - widthOf("X", size * 0.9, "bold")) / 2, top + size * 0.08, size * 0.9, "bold");
  }

  /** Lines of a block at a place of the page; `next` is told before each how high it is and answers where it stands. */
  function drawBlock(block: Block, paragraph: Paragraph, x: number, width: number, next: (lineHeight: number) => number): void {
    const { size = bodySize, align = "left", indent = 0, hang = 0 } = paragraph;
    for (const [index, line] of block.lines.entries()) {
      const top = next(block.lineHeight);
      const free = width - indent - line.width;
      const shift = align === "center" ? free / 2 : align === "right" ? free : index > 0 ? hang : 0;
      drawLine(line, x + indent + shift, top, size);
      if (paragraph.rule && index === block.lines.length - 1) rule(x + indent + shift + (line.width * (1 - paragraph.rule)) / 2, top + block.lineHeight + 0.5, line.width * paragraph.rule);
    }
  }

  /** A paragraph over the whole width, going on to the next page where it must. */
  function write(...paragraphs: readonly Paragraph[]): void {
    for (const paragraph of paragraphs) {
      y += paragraph.before ?? 0;
      drawBlock(blockOf(paragraph, content), paragraph, margin.left, content, (lineHeight) => {
        keep(lineHeight);
        y += lineHeight;
        return y - lineHeight;
      });
    }
  }

  function setRow(cells: readonly Cell[], frame: Frame) {
    const pad = { none: 0, lines: 4, dashes: 10 }[frame];
    const shares = cells.reduce((sum, { share }) => sum + share, 0);
    const set = cells.map(({ share, paragraphs }) => {
      const width = (content * share) / shares;
      const blocks = paragraphs.map((paragraph) => ({ paragraph, block: blockOf(paragraph, width - 2 * pad) }));
      return { width, blocks, height: blocks.reduce((sum, { block }) => sum + block.height, 2 * pad) };
    });
    return { set, frame, pad, height: Math.max(...set.map((cell) => cell.height)) };
  }

  function drawRow({ set, frame, pad, height }: ReturnType<typeof setRow>): void {
    let x = margin.left;
    for (const { width, blocks } of set) {
      if (frame === "dashes") doc.dash(4, { space: 3 });
      if (frame !== "none") doc.lineWidth(0.6).rect(x, y, width, height).stroke().undash();
      let top = y + pad;
      for (const { paragraph, block } of blocks) {
        top += paragraph.before ?? 0;
        drawBlock(block, paragraph, x + pad, width - 2 * pad, (lineHeight) => {
          top += lineHeight;
          return top - lineHeight;
        });
      }
      x += width;
    }
    y += height;
  }

  /** Cells side by side, never torn apart. */
  function row(cells: readonly Cell[], frame: Frame = "none"): void {
    const ready = setRow(cells, frame);
    keep(ready.height);
    drawRow(ready);
  }

  /** Rows under heads, which stand again on every page the table reaches. */
  function table(columns: readonly Column[], rows: readonly (readonly (readonly Run[])[])[]): void {
    const heads = setRow(columns.map(({ title, share }) => ({ share, paragraphs: [{ runs: [title], weight: "bold", align: "center", size: tableSize }] })), "lines");
    keep(heads.height + 30);
    drawRow(heads);
    for (const values of rows) {
      const ready = setRow(columns.map(({ share, align = "left" }, index) => ({ share, paragraphs: [{ runs: values[index] ?? [], align, size: tableSize, given: "regular" }] })), "lines");
      if (y + ready.height > bottom) {
        addPage();
        drawRow(heads);
      }
      drawRow(ready);
    }
  }

  /** What nobody could confirm, in small print where it stands. */
  const note = (text: string): void => write({ runs: [text], size: 8, before: 2, indent: 10 });

  async function finish(): Promise<Uint8Array> {
    const { count } = doc.bufferedPageRange();
    for (let index = 0; index < count; index++) {
      doc.switchToPage(index);
      const top = page.height - margin.bottom + 18;
      const right = `${foot.mark} · ${words.page(index + 1, count)}`;
      rule(margin.left, top - 5, content);
      put(foot.form, margin.left, top, 7.5, "regular");
      put(words.copy, margin.left, top + 11, 7.5, "regular");
      put(right, margin.left + content - widthOf(right, 7.5, "regular"), top, 7.5, "regular");
    }
    doc.end();
    return buffer(doc);
  }

  addPage();
  return { write, row, table, note, keep, finish, gap: (height: number) => { y += height; } };
}
export type Sheet = ReturnType<typeof createSheet>;
