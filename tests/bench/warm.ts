import { relative } from "./applications.ts";
import { countedApp, submitThrough } from "./capacity.ts";
import { withFreshEngine } from "./fresh-engine.ts";
import { transactionUnits } from "./item-size.ts";
import { measureLoad } from "./load.ts";
import { printTable } from "./table.ts";

async function printCapacity(): Promise<void> {
  await withFreshEngine(async (endpoint) => {
    const counted = countedApp(endpoint);
    await submitThrough(counted, relative("vi"));
    const reported = counted.takeSpent().reduce((sum, { units }) => sum + units, 0);
    const rows = [...(await counted.rowsOf("registrations")), ...(await counted.rowsOf("messages"))];
    counted.stop();
    printTable(
      ["one long submission", "table", "bytes", "WCU in a transaction", "WCU of indexes"],
      rows.map(({ kind, table, bytes, indexes }) => [kind, table, bytes, transactionUnits(bytes), indexes]),
    );
    const sum = rows.reduce((total, { bytes, indexes }) => total + transactionUnits(bytes) + indexes, 0);
    console.log(`Capacity of a submission: ${sum} WCU by item size and AWS's rules (2 a begun kB in a transaction, 1 for an index entry); the engine reports ${reported}.`);
  });
}

/** How many applications one warm process takes in, and what each costs in the tables. */
export async function warm(): Promise<readonly string[]> {
  await measureLoad("submit", "submissions/s", { table: 500, memory: 2_000 });
  console.log();
  await printCapacity();
  return [];
}
