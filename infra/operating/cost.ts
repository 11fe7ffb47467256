import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import {
  assumed, billOf, daysAMonth, isAssumedName, loadFor, loadOf, loadUsage, places, standing, standingIn, standingUsage,
  type Assumed, type Bill, type Load, type Standing,
} from "./cost-model.ts";
import { dong, isPriceName, listed, textOffers, type Prices } from "./prices.ts";

/** Prints what a month costs for one commune, Hà Nội and the country, or for the load that is given. */
const help = `npm run cost -- [options]
  --registrations=<a day> [--callbacks=… --texts=… --officers=… --counsellors=…]   one column, for this load
  --set=<assumption>=<number>    another assumption; their names are printed below the table
  --price=<name>=<US dollars>    another price; names, and how many units each is for, are in infra/operating/prices.ts
  --templates=<folder>           count keys, alarms and the like in prod's templates (npm run synth -- --stage prod writes cdk.out)`;

const amount = { type: "string" } as const;
const changes = { type: "string", multiple: true } as const;
const options = {
  registrations: amount, callbacks: amount, texts: amount, officers: amount, counsellors: amount,
  set: changes, price: changes, templates: amount, help: { type: "boolean" },
} as const;

type Column = { name: string; load: Load; bill: Bill };
type Given = ReturnType<typeof given>;

function given(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  return {
    help: values.help === true,
    by: changed<Assumed>(assumed, values.set, (name, value, so) => (isAssumedName(name) ? { ...so, [name]: { ...so[name], value } } : unknown("assumption", name))),
    prices: changed<Prices>(listed, values.price, (name, usd, so) => (isPriceName(name) ? { ...so, [name]: { ...so[name], usd, checked: true } } : unknown("price", name))),
    load: values.registrations === undefined ? null : { registrations: number(values.registrations), ...named(values) },
    templates: values.templates ?? null,
  };
}

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw new RangeError(`“${text}” is not a number of 0 or more`);
  return value;
};

const unknown = (what: string, name: string): never => {
  throw new RangeError(`there is no ${what} “${name}”`);
};

function changed<T>(from: T, texts: readonly string[] = [], change: (name: string, value: number, so: T) => T): T {
  return texts.reduce((so, text) => {
    const [name = "", value = ""] = text.split("=");
    return change(name, number(value), so);
  }, from);
}

function named(values: { [name in "callbacks" | "texts" | "officers" | "counsellors"]?: string | undefined }): Partial<Load> {
  const { callbacks, texts, officers, counsellors } = values;
  return Object.fromEntries(Object.entries({ callbacks, texts, officers, counsellors }).flatMap(([name, value]) => (value === undefined ? [] : [[name, number(value)]])));
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() })) });

function standingOf(folder: string | null): Standing {
  if (folder === null) return standing;
  const files = readdirSync(folder).filter((file) => /^duong-ve-prod.*\.template\.json$/u.test(file));
  if (!files.length) throw new RangeError(`no template of prod in “${folder}”`);
  return standingIn(files.map((file) => templateSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")))));
}

function columnsOf({ by, prices, load: asked, templates }: Given): Column[] {
  const there = standingUsage(standingOf(templates), by);
  const loads = asked ? [{ name: "as given", load: loadFor(asked, by) }] : places.map((place) => ({ name: place.name, load: loadOf(place, by) }));
  return loads.map(({ name, load }) => ({ name, load, bill: billOf(there, loadUsage(load, by), prices) }));
}

const width = { name: 58, amount: 13 };
const line = (name: string, cells: readonly string[]): string => `${name.padEnd(width.name)}${cells.map((cell) => cell.padStart(width.amount)).join("")}`.trimEnd();
const dollars = (usd: number): string => usd.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const digits = (value: number): number => (value < 1 ? 3 : value < 100 ? 1 : 0);
const plain = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: digits(value) });
const aMonth = (aDay: number): number => aDay * daysAMonth;

const loadWords: readonly [words: string, value: (load: Load) => number][] = [
  ["registrations a day", ({ registrations }) => registrations],
  ["calls asked for a day", ({ callbacks }) => callbacks],
  ["texts a day", ({ texts }) => texts],
  ["officers who sign in", ({ officers }) => officers],
  ["counsellors who sign in", ({ counsellors }) => counsellors],
];

const loadLines = (columns: readonly Column[]): string[] => loadWords.map(([words, value]) => line(`  ${words}`, columns.map(({ load }) => plain(value(load)))));

/** In the order of the last column, which is the largest. */
function serviceLines(columns: readonly Column[]): string[] {
  const rows = columns.at(-1)?.bill.rows ?? [];
  return rows.map(({ service, checked }) =>
    line(`  ${service}${checked ? "" : " *"}`, columns.map(({ bill }) => dollars(bill.rows.find((row) => row.service === service)?.usd ?? 0))));
}

const perRegistration = (usd: number, { registrations }: Load): string => (registrations ? dollars(usd / aMonth(registrations)) : "–");

function sumLines(columns: readonly Column[], what: string): string[] {
  return [
    line(what, columns.map(({ bill }) => dollars(bill.usd))),
    line("  of it there whoever comes", columns.map(({ bill }) => dollars(bill.standingUsd))),
    line("  for one registration", columns.map(({ bill, load }) => perRegistration(bill.usd, load))),
  ];
}

const textsOf = ({ load }: Column): number => aMonth(load.texts);

/** Texts are in no sum while nobody has told their price: then, what they would come to at prices that sellers publish. */
function textLines(columns: readonly Column[]): string[] {
  const offers = textOffers.flatMap(({ seller, usd }) => [
    line(`  at ${usd.toFixed(3)}, ${seller} *`, columns.map((column) => dollars(textsOf(column) * usd))),
    line("    total with them", columns.map((column) => dollars(column.bill.usd + textsOf(column) * usd))),
  ]);
  return [line("Texts a month", columns.map((column) => plain(textsOf(column)))), line("  by SNS, to Vietnam", columns.map(() => "not known")), ...offers];
}

const share = (part: number, whole: number): string => `${Math.round((part / whole) * 100)} %`;

function weightLines(columns: readonly Column[], unpriced: boolean): string[] {
  return columns.map((column) => {
    const { name, bill } = column;
    const most = bill.rows.slice(0, 2).map(({ service, usd }) => `${service} ${share(usd, bill.usd)}`);
    const texts = textOffers.map(({ usd }) => textsOf(column) * usd).map((usd) => share(usd, bill.usd + usd));
    return `  ${name}: ${most.join(", ")}${unpriced ? `; texts, at these prices: ${texts[0]} to ${texts.at(-1)} of the whole` : ""}`;
  });
}

function unconfirmedLines(prices: Prices, unpriced: boolean): string[] {
  const services = Object.values(prices).filter(({ checked }) => !checked).map(({ service, source }) => `  ${service.padEnd(14)}${source}`);
  const offers = textOffers.map(({ terms, source }) => `  ${terms}: ${source}`);
  return [...new Set([...services, ...(unpriced ? offers : [])])];
}

const textWords = [
  "No price of SNS for Vietnam was found: texts are in no sum. Once known: --price=text=<US dollars>.",
  "An aggregator's own price is to be asked for; the sender name costs a monthly fee beside it.",
  `Dong are changed at ${dong.perUsd.toLocaleString("en")} to the dollar (${dong.on}).`,
];

const closingWords = [
  `People under management: ${places.map(({ name, managed }) => `${name} ${plain(managed)}`).join(", ")}.`,
  "One commune is the mean of Hà Nội's (press, 2025); the country's were counted on 14/02/2024.",
  "Free allowances are not taken off: a small place pays less.",
  "A key is paid for each of its versions, and rotation adds them.",
  "Not in it: people, the domain, telephone calls, a support plan, tax; and what comes to less than a",
  "dollar (queues, schedules, the operators' topic, the function at the edge, the trail's writing).",
  "Streams are read free.",
];

function page(columns: readonly Column[], { by, prices }: Given): string {
  const unpriced = columns.some(({ bill }) => bill.unpriced.length > 0);
  return [
    line("What the service costs in a month, in US dollars", columns.map(({ name }) => name)),
    ...loadLines(columns),
    "",
    line("AWS in Singapore (ap-southeast-1), list prices", []),
    ...serviceLines(columns),
    ...sumLines(columns, unpriced ? "Total, without texts" : "Total"),
    "",
    ...(unpriced ? [...textLines(columns), ""] : []),
    "What weighs most",
    ...weightLines(columns, unpriced),
    "",
    "* Not confirmed: look it up here before you rely on it.",
    ...unconfirmedLines(prices, unpriced),
    ...(unpriced ? textWords : []),
    "The other prices were read in dated copies of AWS's price list: infra/operating/prices.ts.",
    "",
    "What is assumed (change with --set=<name>=<number>)",
    ...Object.entries(by).map(([name, { value, means }]) => `  ${name.padEnd(24)}${plain(value).padStart(6)}  ${means}`),
    "",
    ...closingWords,
  ].join("\n");
}

try {
  const asked = given(process.argv.slice(2));
  process.stdout.write(`${asked.help ? help : page(columnsOf(asked), asked)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}\n`);
  process.exitCode = 2;
}
