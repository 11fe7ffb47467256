import { Unasked } from "./plain-reason.ts";

const cannotAsk = 2;

/** Runs an operators' command, and exits with the code it gives. What was mistyped, or could not be asked, is told in one sentence without a trace. */
export async function command(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (thrown) {
    if (!(thrown instanceof Unasked || thrown instanceof RangeError || isMistyped(thrown))) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = cannotAsk;
  }
}

const isMistyped = (thrown: unknown): thrown is Error => thrown instanceof TypeError && "code" in thrown && String(thrown.code).startsWith("ERR_PARSE_ARGS");
