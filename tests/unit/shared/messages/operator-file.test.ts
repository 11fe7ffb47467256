import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue, fillText, longestHost, wordings } from "../../../../shared/messages/catalogue.ts";
import { operatorFile } from "../../../../shared/messages/operator-file.ts";
import { isToken, parseShortCode } from "../../../../shared/reference.ts";
import { anyText, holds } from "../../support/property.ts";

/** RFC 4180, read back. */
const parsed = (csv: string): string[][] => {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted = "", end = ""] of csv.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/gy)) {
    cells.push(quoted.replaceAll('""', '"'));
    if (end !== ",") {
      rows.push(cells);
      cells = [];
    }
  }
  return rows;
};
const file = operatorFile("DuongVe", "duongve.example");
const [header = [], ...rows] = parsed(file);
const asRows = rows.map(([code = "", brand = "", kind = "", wording = "", variables = "", example = ""]) => ({ code, brand, kind, wording, variables, example }));
const codeOf = ({ template, language, way }: { template: string; language: string; way: string | undefined }): string => (way ? `${template}-${language}-${way}` : `${template}-${language}`);

test("nothing of the file is lost when it is read as CSV, and every row has every cell", () => {
  expect(file).toBe([header, ...rows].map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`).join(""));
  expect(header).toEqual(["code", "brand", "kind", "wording", "variables", "example"]);
  expect(new Set(rows.map((cells) => cells.length))).toEqual(new Set([header.length]));
});

test("every wording has its one row, and there is no other", () => {
  expect(asRows.map(({ code }) => code)).toEqual(wordings().map(codeOf));
  expect(new Set(asRows.map(({ code }) => code)).size).toBe(rows.length);
});

describe.each(wordings())("the row of “$template” in $language, way back: $way", (wording) => {
  const { template, language, way, words } = wording;
  const row = asRows.find(({ code }) => code === codeOf(wording));
  const variables = (row?.variables ?? "").split("; ").filter(Boolean);
  const told = variables.map((one) => /^P(?<number>\d+) (?<name>\w+): at most (?<greatest>\d+) characters$/.exec(one)?.groups);
  /** Values read out of the example by the place they stand in; a time ends with its date. */
  const shape = new RegExp(
    `^${words
      .replaceAll(/[.()?]/g, String.raw`\$&`)
      .replaceAll("{time}", String.raw`(?<time>\S+ .+ \d\d/\d\d)`)
      .replaceAll(/\{(\w+)\}/g, "(?<$1>.+)")}$`,
  );
  const values = shape.exec(row?.example ?? "")?.groups ?? {};

  test("is the catalogue's wording, its values numbered in the order they come", () => {
    expect(told.map((one) => one?.number)).toEqual(told.map((_, index) => String(index + 1)));
    const named = (row?.wording ?? "").replaceAll(/\{P(\d+)\}/g, (_, number: string) => `{${told[Number(number) - 1]?.name ?? ""}}`);
    expect(named).toBe(words);
    expect(Array.from((row?.wording ?? "").matchAll(/\{P(\d+)\}/g), ([, number]) => number)).toEqual(told.map((one) => one?.number));
  });

  test("has as its example the very text that is sent with these values", () => {
    expect(row?.example).toBe(fillText(template, language, { ...values }));
    const filled = (row?.wording ?? "").replaceAll(/\{P(\d+)\}/g, (_, number: string) => values[told[Number(number) - 1]?.name ?? ""] ?? "");
    expect(filled).toBe(row?.example);
    expect(isToken(values.link?.split("/").at(-1) ?? "")).toBe(way === "link");
    expect(parseShortCode(values.short ?? "") !== null).toBe(way === "code");
  });

  test("tells the greatest length of each value, and with all of these the text is still one", () => {
    for (const one of told) expect(values[one?.name ?? ""]?.length).toBeLessThanOrEqual(Number(one?.greatest));
    const greatest = told.reduce((sum, one) => sum + Number(one?.greatest), 0);
    expect(words.replaceAll(/\{\w+\}/g, "").length + greatest).toBeLessThanOrEqual(160);
  });

  test("says what it is for", () => {
    expect(row?.brand).toBe("DuongVe");
    expect(row?.kind).toBe(catalogue[template].purpose === "proof" ? "OTP" : "customer care");
  });
});

test("the greatest length of a link is that of the longest name a site may have", () => {
  const link = /P3 link: at most (\d+) characters/.exec(asRows.find(({ code }) => code === "booked-vi-link")?.variables ?? "")?.[1];
  expect(Number(link)).toBe(longestHost + "/lich-hen/".length + 25);
});

test("no cell begins a formula in a spreadsheet, and all are plain letters of every alphabet", () => {
  for (const cell of [header, ...rows].flat()) {
    expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
    expect(cell).toMatch(/^[\x20-\x7E]*$/);
  }
});

test("no brand name gets in that an operator would refuse or a spreadsheet would run", () => {
  for (const name of ["", "=cmd()", "+84", "-1", "@sum", "Duong Ve", "DuongVe,x", 'Duong"Ve', "DuongVe\n", "ABCDEFGHIJKL", "Đường"]) expect(() => operatorFile(name, "duongve.example")).toThrow(RangeError);
  holds(
    fc.property(anyText, (name) => {
      if (!/^[A-Za-z0-9]{1,11}$/.test(name)) expect(() => operatorFile(name, "duongve.example")).toThrow(RangeError);
    }),
  );
});

test("a site whose links would not fit into the texts gets no file", () => {
  expect(() => operatorFile("DuongVe", "x".repeat(longestHost))).not.toThrow();
  expect(() => operatorFile("DuongVe", "x".repeat(longestHost + 1))).toThrow(RangeError);
});
