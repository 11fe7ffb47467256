import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

const places = join(import.meta.dirname, "../shared/places/units.json");

/** Changes when a stylesheet, a script or the list of places changes, and only then. */
export function assetsVersion(folder: string = import.meta.dirname): string {
  const hash = createHash("sha256").update(readFileSync(places));
  const files = globSync(["styles/**", "scripts/**"], { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) {
    const bytes = readFileSync(file);
    const name = file.slice(folder.length).split(sep).join("/");
    hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex").slice(0, 10);
}
