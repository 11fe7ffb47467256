import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { checkSync } from "recheck";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { isCallExpression, isIdentifier, isNewExpression, isNoSubstitutionTemplateLiteral, isPropertyAccessExpression, isRegularExpressionLiteral, isStringLiteral, isTemplateExpression } from "typescript/unstable/ast/is";
import { API, type Project } from "typescript/unstable/sync";
import { expect, test } from "vitest";
import * as z from "zod";

/**
 * No text that somebody sends may keep a pattern of ours busy. Every pattern of the code that meets outside text is read off the sources,
 * and proven by its automaton to take time in proportion to the text, at any length: no limit of a field has to be believed.
 */
process.env.RECHECK_SYNC_BACKEND = "pure";

const root = join(import.meta.dirname, "../../..");
const folders = ["functions", "shared", "web", "infra/local"];
type Pattern = { at: string; source: string; flags: string };

/** What looks around itself is beyond the proof, and only attacked by the checker's own search: each with why it cannot be kept busy. */
const argued: Readonly<Record<string, string>> = {
  [String.raw`(?<![\p{L}\p{M}\p{N}])(\p{L}+)0*(?=\d)`]: "begins only where no letter stands before: each run of letters is walked once, and 0* ends before a digit whatever follows",
  [String.raw`(?<!\d)0+(?=\d)`]: "begins only at the first of a run of digits: each run is walked once",
  [String.raw`^0+(?=.)`]: "begins only at the beginning, walks the zeros once and gives back at most one",
  [String.raw`^(?!.*\d{5})[\w.-]{1,40}$`]: "looks ahead once, from the beginning, five digits at each place",
};

type Found = { patterns: Pattern[]; formats: string[] };
const { patterns, formats } = readSources();
/** Proofs take a few seconds of work, and longer beside others. */
const onABusyMachine = 120_000;

function readSources(): Found {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(root, "tsconfig.json")] }).getProjects();
    if (!project) throw new Error("no project");
    const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
    const found = files.map((entry) => {
      const source = project.program.getSourceFile(join(entry.parentPath, entry.name));
      if (!source) throw new Error(`not part of the project: ${entry.name}`);
      return inFile(project, source);
    });
    return { patterns: found.flatMap((one) => one.patterns), formats: [...new Set(found.flatMap((one) => one.formats))] };
  } finally {
    api.close();
  }
}

function inFile(project: Project, file: SourceFile): Found {
  const found: Found = { patterns: [], formats: [] };
  const visit = (node: Node): void => {
    const at = relative(root, file.fileName);
    if (isRegularExpressionLiteral(node)) found.patterns.push({ at, source: node.text.slice(1, node.text.lastIndexOf("/")), flags: node.text.slice(node.text.lastIndexOf("/") + 1) });
    if ((isNewExpression(node) || isCallExpression(node)) && isIdentifier(node.expression) && node.expression.text === "RegExp") {
      const [source, flags] = node.arguments ?? [];
      found.patterns.push({ at, source: textOf(project, source), flags: flags ? textOf(project, flags) : "" });
    }
    if (isCallExpression(node) && isPropertyAccessExpression(node.expression)) {
      const called = node.expression.getText(file);
      if (/^z\.(iso\.)?\w+$/.test(called)) found.formats.push(called.slice(2));
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** The text of an expression that is the same each time: a literal, or a template of names that are. */
function textOf(project: Project, node: Node | undefined): string {
  if (node && (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node))) return node.text;
  if (node && isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ expression, literal }) => textOf(project, expression) + literal.text).join("");
  const type = node && project.checker.getTypeAtLocation(node);
  if (type?.isLiteralType()) return String(type.value);
  throw new Error("a pattern that is made while the code runs cannot be judged: write it as a literal, or of names with one value");
}

/** Judged alike each time: by no clock, with one seed. */
const judged = ({ source, flags }: Pick<Pattern, "source" | "flags">, checker: "automaton" | "auto") =>
  checkSync(source, flags, { checker, timeout: null, attackTimeout: null, incubationTimeout: null, seedingTimeout: null, maxNFASize: 1_000_000 });

test("the checker knows a pattern that can be kept busy from one that cannot", () => {
  expect(judged({ source: "^(a+)+$", flags: "" }, "automaton")).toMatchObject({ status: "vulnerable", complexity: { type: "exponential" } });
  expect(judged({ source: String.raw`^\d+\s*\s*x`, flags: "u" }, "automaton")).toMatchObject({ status: "vulnerable", complexity: { type: "polynomial" } });
  expect(judged({ source: String.raw`^(?=(a+)+$)`, flags: "" }, "auto").status).toBe("vulnerable");
  expect(judged({ source: String.raw`^\d+\s*x`, flags: "u" }, "automaton").status).toBe("safe");
});

test("every pattern in the code is found: literals, those within schemas, and those made of names", () => {
  expect(patterns.length).toBeGreaterThan(130);
  expect(patterns).toContainEqual({ at: "shared/form/fields.ts", source: String.raw`^[\p{L}\p{N}][^<>{}\\\p{Cc}]*$`, flags: "u" });
  expect(patterns.find(({ at, source }) => at === "shared/reference.ts" && source.startsWith("^[2"))?.source).toMatch(/^\^\[\w{20,}\]\{\d+\}\$$/);
});

test("each takes time in proportion to the text it is shown, whatever the text", () => {
  const kept = new Map(patterns.filter(({ source }) => !(source in argued)).map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern]));
  const guilty = [...kept].flatMap(([written, pattern]) => {
    const verdict = judged(pattern, "automaton");
    return verdict.status === "safe" ? [] : [`${pattern.at} ${written}: ${verdict.status === "vulnerable" ? verdict.complexity.type : verdict.status}`];
  });
  expect(guilty).toEqual([]);
}, onABusyMachine);

test("each that is beyond the proof is argued, still there, and withstands the checker's own attacks", () => {
  for (const source of Object.keys(argued)) {
    const pattern = patterns.find((one) => one.source === source);
    expect(pattern && judged(pattern, "auto").status, source).toBe("safe");
  }
}, onABusyMachine);

test("each that the schemas' own formats bring does so too", () => {
  const own: Readonly<Record<string, unknown>> = { ...z.regexes, "iso.datetime": z.regexes.datetime({}), "iso.date": z.regexes.date };
  const brought = formats.flatMap((name) => {
    if (name.startsWith("iso.")) expect(Object.keys(own)).toContain(name);
    const pattern = own[name];
    return pattern instanceof RegExp ? [{ name, pattern }] : [];
  });
  expect(brought.map(({ name }) => name)).toContain("iso.datetime");
  for (const { name, pattern } of brought) expect(judged(pattern, "automaton").status, name).toBe("safe");
});
