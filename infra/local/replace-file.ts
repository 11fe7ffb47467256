import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

/** Writes a file whole or not at all: killed in the middle, the old one stands. Readable by its owner only. */
export function replaceFile(file: string, text: string): void {
  const beside = `${file}.new`;
  const disk = openSync(beside, "w", 0o600);
  writeSync(disk, text);
  fsyncSync(disk);
  closeSync(disk);
  renameSync(beside, file);
}
