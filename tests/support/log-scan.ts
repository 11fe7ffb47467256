import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { logFields } from "../../functions/platform/log.ts";
import { metrics } from "../../functions/platform/metrics.ts";
import { routes } from "../../infra/routes.ts";
import { createPersonalSearch, legible, masked, personalValues, type PersonalValues } from "./personal-values.ts";

type Shape = RegExp | "number" | "flag" | "figures";

/** What Powertools writes beside our own fields. https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/ */
const powertoolsFields = {
  level: /^(DEBUG|INFO|WARN|ERROR|CRITICAL)$/,
  message: /^[A-Z]+(_[A-Z]+)*$/,
  service: /^[a-z]+(-[a-z]+)*$/,
  timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  sampling_rate: "number",
  xray_trace_id: /^1-[\da-f]{8}-[\da-f]{24}$/,
  cold_start: "flag",
  function_name: /^[\w-]{1,64}$/,
  function_arn: /^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
  function_memory_size: /^\d{3,5}$/,
  function_request_id: /^[\da-f-]{36}$/,
  _aws: "figures",
} as const satisfies Record<string, Shape>;

const allowed: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...Object.entries(logFields),
  ...Object.entries(powertoolsFields),
  ...Object.keys(metrics).map((name): [string, Shape] => [name, "number"]),
]);

const firstWords = new Set(routes.map(({ path }) => path.split("/")[1] ?? ""));
/** A route as it is written in code: words, and names of what stands in their place. The address as sent has something else there. */
const isPattern = (route: string): boolean => {
  const [, first = "", ...rest] = route.split("/");
  const isWord = (part: string): boolean => /^(\*|:[a-zA-Z]+(\{[^/]+\})?|[a-z]+([A-Z][a-z]+)*(-[a-z]+)*(\.[a-z]+)?|)$/.test(part);
  return route.startsWith("/") && (first === "*" || first === "" || firstWords.has(first)) && rest.every(isWord);
};

const isFigures = (value: unknown): boolean => /^\{"Timestamp":\d{13},"CloudWatchMetrics":\[\{"Namespace":"\w+","Dimensions":\[\["service"\]\],"Metrics":\[(\{"Name":"\w+","Unit":"\w+"\},?)+\]\}\]\}$/.test(JSON.stringify(value));

function fits(name: string, value: unknown, shape: Shape): boolean {
  if (shape === "number") return typeof value === "number";
  if (shape === "flag") return typeof value === "boolean";
  if (shape === "figures") return isFigures(value);
  return typeof value === "string" && shape.test(value) && (name !== "route" || isPattern(value));
}

/** A line of the service's own log; null for whatever else is written, by Lambda's runtime or a library too. */
function readLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === "object" && read !== null && ("service" in read || "_aws" in read) ? { ...read } : null;
  } catch {
    return null;
  }
}

/** What a value looks like, and nothing of what it says. */
const outline = (value: unknown): string => JSON.stringify(value).slice(0, 80).replace(/\p{Lu}/gu, "A").replace(/\p{Ll}/gu, "a").replace(/\d/g, "0");

/** What is wrong with a line; none of what it says is ever repeated. */
export type Fault = { what: string; shown: string; advice: string };

const personalAdvice = "log a code and an id instead; throw errors whose messages hold no value";
const fieldAdvice = "log only fields of functions/platform/log.ts, by their shapes there";

/** Judges a line by all rules: the fields of a log line and their shapes, and for every line that it holds nothing of a person. */
export function createScan(values: PersonalValues = personalValues()) {
  const search = createPersonalSearch(values);
  return (line: string): { code?: string; faults: Fault[] } => {
    const read = readLine(line);
    const text = legible(line);
    const found = search(text);
    const shown = masked(text, found);
    const faults = [...new Set(found.map(({ kind }) => kind))].map((kind): Fault => ({ what: `holds ${kind}`, shown, advice: personalAdvice }));
    if (!read) return { faults };
    for (const [name, value] of Object.entries(read)) {
      const shape = allowed.get(name);
      if (shape && fits(name, value, shape)) continue;
      const what = shape ? `has a ${name} that does not look like one` : `has a field that no line may have: ${name}`;
      const outlined = legible(JSON.stringify({ ...read, [name]: outline(value) }));
      faults.push({ what, shown: masked(outlined, search(outlined)), advice: fieldAdvice });
    }
    return { ...(typeof read.message === "string" ? { code: read.message } : {}), faults };
  };
}

/** What a run of the whole suite logs at the least: with less, the scan has seen too little to say anything. `written`: by the real log, not a world's. */
const least = { lines: 5_000, written: 50, codes: ["APPLICATION_RECEIVED", "CALLBACK_BOOKED", "CASE_REFUSED", "DESK_REFUSED", "MESSAGE_HANDED_OVER", "MESSAGE_IN_DOUBT", "REQUEST_FAILED", "STAFF_SIGNED_IN"] } as const;

export type Scanned = { lines: number; codes: ReadonlyMap<string, number>; faults: (Fault & { test: string; times: number })[]; missing: string[] };

/** Scans what was kept of a run, a file for each test file. Lines that differ in ids, times and small numbers only are judged once. */
export function scanKept(folder: string, isWhole: boolean): Scanned {
  const scan = createScan();
  const codes = new Map<string, number>();
  const faults = new Map<string, Scanned["faults"][number]>();
  let lines = 0;
  let written = 0;
  const judged = new Map<string, ReturnType<typeof scan>>();
  for (const file of readdirSync(folder).toSorted()) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n").filter((one) => one.trim())) {
      lines += 1;
      const kind = legible(line).replace(/(?<=":)(?:\d{1,5}|\d{13})(?=[,}])|(?<="message-)\d+(?=")/g, "0");
      const { code, faults: found } = judged.get(kind) ?? scan(line);
      judged.set(kind, { ...(code ? { code } : {}), faults: found });
      if (code && line.includes('"timestamp"')) written += 1;
      if (code) codes.set(code, (codes.get(code) ?? 0) + 1);
      for (const fault of found) {
        const test = decodeURIComponent(file);
        const key = `${test} ${code ?? ""} ${fault.what}`;
        faults.set(key, { ...fault, test, times: (faults.get(key)?.times ?? 0) + 1 });
      }
    }
  }
  const missing = [
    ...(lines < least.lines ? [`${least.lines} lines`] : []),
    ...(written < least.written ? [`${least.written} lines of the real log`] : []),
    ...least.codes.filter((code) => !codes.has(code)),
  ];
  return { lines, codes, faults: [...faults.values()], missing: isWhole ? missing : [] };
}
