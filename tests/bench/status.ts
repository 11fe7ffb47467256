import { lookupPath } from "../../shared/paths.ts";
import { relative } from "./applications.ts";
import { countedApp, submitThrough } from "./capacity.ts";
import { unitsOf } from "./counted-client.ts";
import { withFreshEngine } from "./fresh-engine.ts";
import { measureLoad } from "./load.ts";
import { fixed } from "./numbers.ts";
import { askIn } from "../support/pages.ts";
import { printTable } from "./table.ts";

async function printCapacity(): Promise<void> {
  await withFreshEngine(async (endpoint) => {
    const counted = countedApp(endpoint);
    const application = relative("vi");
    const pair = { reference: await submitThrough(counted, application), phone: application.applicant?.phone ?? "" };
    counted.takeSpent();
    const post = async (action: "code" | "status", fields: Record<string, string>) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await counted.app.request(lookupPath("vi", action), { method: "POST", headers, body: new URLSearchParams(fields).toString() });
      if (answer.status !== 200) throw new Error(`${action} answered ${answer.status}`);
      return { spent: counted.takeSpent(), html: await answer.text() };
    };
    const asked = await post("code", pair);
    const opened = await post("status", { ...pair, ask: askIn(asked.html), code: "246810" });
    const steps = [
      { name: "ask for a code", spent: asked.spent },
      { name: "open with it", spent: opened.spent },
    ];
    counted.stop();
    printTable(
      ["one look-up", "calls", "units"],
      steps.map(({ name, spent }) => [name, spent.map(({ call, units }) => `${call} ${units}`).join(" + "), fixed(unitsOf(spent), 0)]),
    );
    console.log("Read and write units as the engine reports them, a transaction's writes counted twice as AWS bills them (section warm compares the two).");
  });
}

/** Asking for a one-time code and opening the status with it, by the pages. */
export async function status(): Promise<readonly string[]> {
  await measureLoad("lookUp", "look-ups/s", { table: 200, memory: 1_000 });
  console.log();
  await printCapacity();
  return [];
}
