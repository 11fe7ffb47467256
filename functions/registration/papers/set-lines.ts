export type Weight = "regular" | "bold";
/**
 * A part of a line: the form's own words ("\n" ends the line); words that stand out; what was given, or room of so many points to write it by hand,
 * to the end of the line if it stands there and no number is said; a box to tick.
 */
export type Run = string | { strong: string } | { value: string | undefined; room?: number } | { ticked: boolean };

/** What stands where in a line, in points from its beginning. */
type Placed = { x: number } & ({ kind: "text"; text: string; weight: Weight } | { kind: "dots"; text: string } | { kind: "box"; ticked: boolean });
export type Line = { placed: readonly Placed[]; width: number };

type Piece = { kind: "text"; text: string; weight: Weight } | { kind: "box"; ticked: boolean } | { kind: "dots"; room: number; fills: boolean } | { kind: "end" };
type Weights = { own: Weight; given: Weight };
/** `hang`: how much narrower every line but the first is; `box`: how wide a box is, with the room after it; `measure`: how wide a text is. In points. */
type Setting = { width: number; hang: number; weights: Weights; box: number; measure: (text: string, weight: Weight) => number };

/** Room for a word or two, where a form says no more. */
const leastRoom = 60;

/** The letters of Be Vietnam Pro, as ranges of code points; a test prints every one. */
const letters: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e], [0xa0, 0x107], [0x10a, 0x113], [0x116, 0x11b], [0x11e, 0x121], [0x126, 0x12b], [0x12e, 0x131], [0x139, 0x13a], [0x13d, 0x13e], [0x141, 0x144], [0x147, 0x148],
  [0x14c, 0x14d], [0x150, 0x155], [0x158, 0x15b], [0x15e, 0x16b], [0x16e, 0x17e], [0x1a0, 0x1a1], [0x1af, 0x1b0], [0x300, 0x304], [0x306, 0x30c], [0x31b, 0x31b], [0x323, 0x323],
  [0x326, 0x328], [0x1ea0, 0x1ef9], [0x2013, 0x2014], [0x2018, 0x201a], [0x201c, 0x201e], [0x2022, 0x2022], [0x2026, 0x2026],
];
const isLetter = (one: string): boolean => letters.some(([from, to]) => from <= (one.codePointAt(0) ?? 0) && (one.codePointAt(0) ?? 0) <= to);

/** A text in letters the font has, a mark apart where it has only both halves; undefined when it cannot be printed whole. */
function printable(text: string): string | undefined {
  const whole = Array.from(text.normalize("NFC"), (one) => (isLetter(one) ? one : one.normalize("NFD"))).join("");
  return Array.from(whole).every(isLetter) ? whole : undefined;
}

export const isPrintable = (text: string): boolean => printable(text) !== undefined;

const text = (words: string, weight: Weight): Piece => ({ kind: "text", text: words, weight });
/** What cannot be printed is left to the hand, rather than spelt wrong. */
const byHand = "(viết tay theo giấy tờ)";

function piecesOf(run: Run, { own, given }: Weights): Piece[] {
  if (typeof run === "string") return [run === "\n" ? { kind: "end" } : text(run, own)];
  if ("strong" in run) return [text(run.strong, "bold")];
  if ("ticked" in run) return [{ kind: "box", ticked: run.ticked }];
  if (run.value === undefined) return [{ kind: "dots", room: run.room ?? leastRoom, fills: run.room === undefined }];
  const value = printable(run.value);
  return value === undefined ? [{ kind: "dots", room: 3 * leastRoom, fills: false }, text(` ${byHand}`, "regular")] : [text(value, given)];
}

/** Words, each with all that is written to it without a space. */
function wordsOf(runs: readonly Run[], weights: Weights): Piece[][] {
  const words: Piece[][] = [];
  let apart = true;
  const add = (piece: Piece): void => {
    if (apart) words.push([]);
    words.at(-1)?.push(piece);
    apart = false;
  };
  for (const piece of runs.flatMap((run) => piecesOf(run, weights))) {
    if (piece.kind === "end") {
      words.push([piece]);
      apart = true;
    } else if (piece.kind !== "text") add(piece);
    else
      for (const [index, word] of piece.text.split(" ").entries()) {
        apart ||= index > 0;
        if (word) add({ ...piece, text: word });
      }
  }
  return words;
}

/** The parts of a word that is too long for a line. */
function cut(word: string, fits: (part: string) => boolean): string[] {
  const parts: string[] = [];
  for (const one of word) {
    const longer = (parts.at(-1) ?? "") + one;
    if (parts.length && fits(longer)) parts[parts.length - 1] = longer;
    else parts.push(one);
  }
  return parts;
}

/** Breaks runs into lines of a width. */
export function setLines(runs: readonly Run[], { width: widest, hang, weights, box, measure }: Setting): Line[] {
  const widthOf = (piece: Piece): number => {
    if (piece.kind === "text") return measure(piece.text, piece.weight);
    return piece.kind === "box" ? box : piece.kind === "dots" ? piece.room : 0;
  };
  const sum = (pieces: readonly Piece[]): number => pieces.reduce((all, piece) => all + widthOf(piece), 0);
  const space = measure(" ", "regular");
  const dot = measure(".", "regular");
  // Beside each other, dots stand closer than alone.
  const nextDot = measure("..", "regular") - dot;
  let line: { placed: Placed[]; width: number } = { placed: [], width: 0 };
  const lines = [line];
  let width = widest;

  const breakLine = (): void => {
    line = { placed: [], width: 0 };
    lines.push(line);
    width = widest - hang;
  };
  const put = (piece: Piece, gap: string, room: number): void => {
    const x = line.width;
    const before = line.placed.at(-1);
    line.width += room;
    if (piece.kind === "dots") {
      const more = Math.max(0, Math.floor((room - dot) / nextDot));
      line.placed.push({ kind: "dots", text: ".".repeat(1 + more), x: x + room - dot - more * nextDot });
    } else if (piece.kind === "text" && before?.kind === "text" && before.weight === piece.weight) before.text += gap + piece.text;
    else if (piece.kind !== "end") line.placed.push({ ...piece, x });
  };
  const whole = (piece: Piece): Piece[] =>
    piece.kind === "text" && widthOf(piece) > width ? cut(piece.text, (part) => measure(part, piece.weight) <= widest - hang).map((part) => text(part, piece.weight)) : [piece];

  const words = wordsOf(runs, weights);
  for (const [index, word] of words.entries()) {
    if (word[0]?.kind === "end") {
      breakLine();
      continue;
    }
    const last = index === words.length - 1 || words[index + 1]?.[0]?.kind === "end";
    if (line.width > 0 && line.width + space + sum(word) > width) breakLine();
    let gap = line.width > 0 ? " " : "";
    if (gap) line.width += space;
    const pieces = word.flatMap(whole);
    for (const [at, piece] of pieces.entries()) {
      if (line.placed.length && line.width + widthOf(piece) > width) breakLine();
      const left = width - line.width - sum(pieces.slice(at + 1));
      put(piece, gap, piece.kind === "dots" && piece.fills && last ? Math.max(piece.room, left) : widthOf(piece));
      gap = "";
    }
  }
  return lines;
}
