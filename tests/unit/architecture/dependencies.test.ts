import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sourcesOf } from "./sources.ts";

const root = join(import.meta.dirname, "../../..");
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

type Sections = Record<"dependencies" | "devDependencies" | "optionalDependencies", Record<string, string>> & { allowScripts: Record<string, boolean> };
type Locked = { version: string; integrity?: string; resolved?: string; inBundle?: true; link?: true; dev?: true; license?: string; hasInstallScript?: true; deprecated?: string };

const project: Sections = JSON.parse(textOf("package.json"));
const lock: { packages: Record<string, Locked> } = JSON.parse(textOf("package-lock.json"));
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== "")
  .map(([path, locked]) => Object.assign({ path, name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length) }, locked));
/** What `npm ci --omit=dev` brings. */
const runtime = packages.filter(({ dev }) => !dev);
const pathsOf = (those: readonly { path: string }[]): string[] => those.map(({ path }) => path);

/** Licences a package that runs in the service may have: all leave its users free, and ask no more than to be named. */
const licences = new Set(["0BSD", "Apache-2.0", "MIT", "MIT-0", "MIT AND OFL-1.1", "(MIT OR Apache-2.0)"]);
/** Packages that do not say it in package.json, by what their LICENSE says. */
const unsaid: Record<string, string> = { "png-js": "MIT" };

/** Whoever runs code of its own while packages are installed. A new name here is a decision, not a convenience. */
const installScripts = {
  node: "puts the Node of Lambda's version where the tests and commands find it",
  esbuild: "looks whether its binary runs, and puts it in the place of its starter",
} as const;

test("the packages are read: otherwise everything below would hold of nothing", () => {
  expect(packages.length).toBeGreaterThan(400);
  expect(runtime.length).toBeGreaterThan(50);
  expect(runtime.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(project.dependencies)));
});

describe("what is installed is what was looked at", () => {
  test("each version is named exactly", () => {
    const wanted = { ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies };
    expect(Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test("each package's content is named by its hash", () => {
    // What lies within another package comes under that one's hash.
    expect(pathsOf(packages.filter(({ integrity, inBundle }) => !inBundle && !integrity?.startsWith("sha512-")))).toEqual([]);
  });

  test("each comes from the registry: none from a git address, an archive's address or a folder", () => {
    expect(pathsOf(packages.filter(({ resolved, link }) => link || (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"))))).toEqual([]);
  });

  test("none is given up by those who keep it", () => {
    expect(packages.filter(({ deprecated }) => deprecated !== undefined).map(({ path, deprecated }) => `${path}: ${deprecated}`)).toEqual([]);
  });

  test("only those named run code while they are installed, and the installer knows them", () => {
    expect(packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path).toSorted()).toEqual(Object.keys(installScripts).map((name) => `node_modules/${name}`).toSorted());
    expect(Object.keys(project.allowScripts).toSorted()).toEqual(Object.keys(installScripts).toSorted());
  });

  test("nothing that runs in the service runs code while it is installed", () => {
    expect(pathsOf(runtime.filter(({ hasInstallScript }) => hasInstallScript))).toEqual([]);
  });
});

describe("the packages that run in the service", () => {
  const licenceOf = ({ name, license }: { name: string; license?: string }): string => license ?? unsaid[name] ?? "none said";

  test("have licences that leave everybody free to run and change the service", () => {
    expect(runtime.filter((one) => !licences.has(licenceOf(one))).map((one) => `${one.path}: ${licenceOf(one)}`)).toEqual([]);
  });

  test("are named in NOTICE, all of them and no other, each under its licence", () => {
    const [, section = ""] = textOf("NOTICE").split("\nPackages of the running service\n");
    const named = section.replaceAll("\n  ", " ").split("\n").filter((line) => line.startsWith("- "));
    const expected = [...Map.groupBy(runtime, licenceOf)].map(([licence, those]) => `- ${licence}: ${[...new Set(those.map(({ name }) => name))].toSorted().join(", ")}`);
    expect(named).toEqual(expected.toSorted());
  });

  test("are all that the code of the service imports", () => {
    const names = new Set(runtime.map(({ name }) => name));
    const imported = sourcesOf("functions", "shared", "web").flatMap(({ file, text }) =>
      [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^."][^"]*)";/gm)].map(([, from = ""]) => ({ file, from, name: from.split("/").slice(0, from.startsWith("@") ? 2 : 1).join("/") })),
    );
    expect(imported.length).toBeGreaterThan(50);
    const others = imported.filter(({ from, name }) => !from.startsWith("node:") && !names.has(name));
    // What bundles the scripts is not in them.
    expect(others.map(({ file, name }) => `${file}: ${name}`)).toEqual(["web/build.tsx: esbuild"]);
  });
});
