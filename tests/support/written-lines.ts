import { vi } from "vitest";
import { keepLog } from "./kept-log.ts";

export type Line = Record<string, unknown> & { message: string };

/** The lines a function's log writes meanwhile, as CloudWatch reads them. */
export async function linesWritten(work: () => unknown): Promise<Line[]> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const errors = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  try {
    await work();
  } finally {
    spy.mockRestore();
    errors.mockRestore();
  }
  keepLog(written.join(""));
  return written
    .join("")
    .split("\n")
    .filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text) as Line);
}
