import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "../../..");

export type Source = { file: string; text: string; /** Packages, and files of ours by their path from the root. */ imports: string[] };

const importPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g;

/** Every source file of some folders, with what it imports. Comments are blanked out: they may name what code may not use. */
export function sourcesOf(...folders: string[]): Source[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = withoutComments(readFileSync(path, "utf8"));
      const imports = [...text.matchAll(importPattern)].map(([, from = ""]) => (from.startsWith(".") ? relative(root, join(dirname(path), from)) : from));
      return { file: relative(root, path), text, imports };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

/** The files whose code has something in it. */
export const filesWith = (sources: readonly Source[], pattern: RegExp): string[] => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
export const filesImporting = (sources: readonly Source[], what: (imported: string) => boolean): string[] => sources.filter(({ imports }) => imports.some(what)).map(({ file }) => file);

/** Everything a file reaches by its imports and theirs, each with the way to it. */
export function reachedFrom(sources: readonly Source[], start: string): Map<string, string> {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const ways = new Map([[start, start]]);
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop())
    for (const next of byFile.get(file)?.imports ?? [])
      if (byFile.has(next) && !ways.has(next)) {
        ways.set(next, `${ways.get(file)} → ${next}`);
        open.push(next);
      }
  return ways;
}
