import { isPriceName, listed, type Price, type PriceName, type Prices } from "./prices.ts";

/** Nobody has counted these yet; each can be set anew when asking. */
export const assumed = {
  // Hà Nội planned 9,200 voluntary treatments in 2017–2020 (KH 31/KH-UBND of 14/02/2017): 2,300 a year of the 17,000 people under management today.
  registrationsPerHundred: { value: 13.5, means: "registrations a year for 100 people under management (2017)" },
  callbacksPerRegistration: { value: 3, means: "calls asked for, for one registration" },
  textsPerRegistration: { value: 10, means: "texts for one registration: receipt, codes, news, reminders" },
  textsPerCallback: { value: 2, means: "texts for one call asked for" },
  visitsPerPerson: { value: 20, means: "visits to the site for each who registers or asks for a call" },
  pagesPerVisit: { value: 4, means: "pages built ahead that one visit sees" },
  lookUpsPerRegistration: { value: 6, means: "times the family looks up where it is" },
  actsPerRegistration: { value: 15, means: "acts at the desk until the end of after-care" },
  papersPerRegistration: { value: 5, means: "papers made for one registration" },
  officersPerCommune: { value: 2, means: "officers of a commune who sign in" },
  callsPerCounsellor: { value: 10, means: "calls one counsellor makes a day" },
  officerRequests: { value: 40, means: "pages an officer opens on a working day" },
  counsellorRequests: { value: 200, means: "pages a counsellor opens on a working day" },
  answerMs: { value: 150, means: "ms a page takes, first starts included (5 ms warm, in the bench)" },
  paperMs: { value: 400, means: "ms a paper takes (193 ms in a fresh process, in the bench)" },
  eventMs: { value: 200, means: "ms a sweep, a handed-over text or a receipt takes" },
  startsPerHundred: { value: 5, means: "calls of a hundred that start a function and open its key" },
  trailBytes: { value: 300, means: "bytes the account's trail keeps of one use of a key, packed" },
  trailDays: { value: 365, means: "days for which the trail is kept (as prod)" },
  logBytes: { value: 2_500, means: "bytes of log of one invocation, with the gateway's line" },
  monthsKept: { value: 36, means: "months for which tables keep what a month brings" },
  logMonths: { value: 3, means: "months for which logs are kept (as prod)" },
  backupDays: { value: 35, means: "nightly backups kept, each a whole one (as prod)" },
} as const satisfies Record<string, { value: number; means: string }>;

type AssumedName = keyof typeof assumed;
export type Assumed = { readonly [name in AssumedName]: { value: number; means: string } };

export const isAssumedName = (name: string): name is AssumedName => Object.hasOwn(assumed, name);

/** README, "Numbers". What the engine told as one sum of reads and writes is taken for writes, the dearer ones. */
const measured = { submission: 29, lookUp: 28, booking: 39, text: 12, times: 5, list: 16, opened: 2, looked: 6, sweepReads: 13, firstViewBytes: 10_339, paperBytes: 51_000 } as const;

/** Counted in the code: forms of about so many pages; a look-up asks for a code, takes it, shows; a page brings a style and a script. */
const counted = { formPages: 14, callPages: 7, lookUpPages: 3, filesPerPage: 3, answerBytes: 6_000, opensPerText: 0.5, wakesPerText: 2, chainsARead: 24 } as const;

/** An application with its line, history, events and ways to find it; a call with its queue row; a text with its attempts. */
const storedBytes = { registration: 20_000, callback: 5_000, text: 2_000 } as const;

const memoryGb = { http: 1, event: 0.5 } as const;
export const daysAMonth = 30;
const workingDaysAMonth = 22;
const minutesAMonth = daysAMonth * 24 * 60;
const nightlyRuns = daysAMonth * 4;
/** A sweep a minute, a look at the calendar a day, and what each half forgets. */
const standingRuns = minutesAMonth + daysAMonth + 2 * nightlyRuns;
const siteGb = 0.05;
const gb = 1_000_000_000;

/** People under management are addicted or use illicitly, as the police count them. */
type Place = { name: string; communes: number; managed: number };

/** Communes: Resolution 1656/NQ-UBTVQH15, since 01/07/2025. People: "more than 17,000", Hà Nội's press of 2025. */
const haNoi = { communes: 126, managed: 17_000 } as const;
/** Communes: Decision 19/2025/QĐ-TTg, since 01/07/2025. People: on 14/02/2024, tienphong.vn/…-post1685710.tpo. */
const country = { communes: 3_321, managed: 223_715 } as const;

export const places: readonly Place[] = [
  { name: "one commune", communes: 1, managed: haNoi.managed / haNoi.communes },
  { name: "Hà Nội", ...haNoi },
  { name: "the country", ...country },
];

/** On one day; people are those who sign in during a month. */
export type Load = { registrations: number; callbacks: number; texts: number; officers: number; counsellors: number };

export function loadOf({ communes, managed }: Omit<Place, "name">, by: Assumed = assumed): Load {
  return loadFor({ registrations: (managed * by.registrationsPerHundred.value) / 100 / 365, officers: communes * by.officersPerCommune.value }, by);
}

/** Fills in what is not given. */
export function loadFor(given: Partial<Load> & Pick<Load, "registrations">, by: Assumed = assumed): Load {
  const { registrations, callbacks = registrations * by.callbacksPerRegistration.value } = given;
  const { texts = registrations * by.textsPerRegistration.value + callbacks * by.textsPerCallback.value } = given;
  const { officers = by.officersPerCommune.value, counsellors = Math.ceil(callbacks / by.callsPerCounsellor.value) } = given;
  return { registrations, callbacks, texts, officers, counsellors };
}

/** What stands there whoever comes. Counted in the templates of `prod` on 2026-11-22. */
export type Standing = { keys: number; secrets: number; alarmMetrics: number; metrics: number; dashboards: number; firewalls: number; firewallRules: number };
export const standing: Standing = { keys: 8, secrets: 5, alarmMetrics: 51, metrics: 25, dashboards: 1, firewalls: 1, firewallRules: 4 };

/** Of the figures that functions write into their logs, each by function: at most so many. */
const loggedMetrics = 10;

type Template = { Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }> };

export function standingIn(templates: readonly Template[]): Standing {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const of = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const firewalls = of("AWS::WAFv2::WebACL");
  const filtered = of("AWS::Logs::MetricFilter").flatMap(({ MetricTransformations }) => list(MetricTransformations).map((one) => JSON.stringify(one)));
  return {
    keys: of("AWS::KMS::Key").length,
    secrets: of("AWS::SecretsManager::Secret").length,
    // An alarm on an expression is paid for each metric that goes into it.
    alarmMetrics: of("AWS::CloudWatch::Alarm").reduce((sum, { Metrics }) => sum + Math.max(1, list(Metrics).filter((one) => JSON.stringify(one).includes('"MetricStat"')).length), 0),
    metrics: new Set(filtered).size,
    dashboards: of("AWS::CloudWatch::Dashboard").length,
    firewalls: firewalls.length,
    firewallRules: firewalls.reduce((sum, { Rules }) => sum + list(Rules).length, 0),
  };
}

type Usage = { readonly [name in PriceName]: number };

const nothing: Usage = {
  lambdaRequest: 0, lambdaTime: 0, apiRequest: 0, edgeRequest: 0, edgeTransfer: 0, firewall: 0, firewallRule: 0, firewallRequest: 0, pageRead: 0, fileStorage: 0,
  write: 0, read: 0, storage: 0, history: 0, backup: 0, key: 0, keyRequest: 0, secret: 0, log: 0, logStorage: 0, alarm: 0, metric: 0, dashboard: 0, trace: 0, staff: 0, text: 0,
};

/** Uses of keys are nearly all that stands in the trail. AWS takes nothing for writing it once; its files are paid. */
const trailGb = (keyRequests: number, by: Assumed): number => (keyRequests * by.trailBytes.value * (by.trailDays.value / daysAMonth)) / gb;

/** Every invocation is logged, traced and asks for a table's key at most once: tracing samples and DynamoDB keeps keys for minutes, so it is less. */
const invocations = (count: number, by: Assumed) => {
  const log = (count * by.logBytes.value) / gb;
  return { lambdaRequest: count, trace: count, keyRequest: count, log, logStorage: log * by.logMonths.value };
};

/** A month without anybody: what stands there, and a sweep every minute. */
export function standingUsage(there: Standing = standing, by: Assumed = assumed): Usage {
  return {
    ...nothing,
    ...invocations(standingRuns, by),
    lambdaTime: minutesAMonth * (by.eventMs.value / 1_000) * memoryGb.event,
    read: minutesAMonth * measured.sweepReads,
    firewall: there.firewalls,
    firewallRule: there.firewallRules,
    fileStorage: siteGb + trailGb(standingRuns, by),
    key: there.keys,
    secret: there.secrets,
    alarm: there.alarmMetrics,
    metric: there.metrics + loggedMetrics,
    dashboard: there.dashboards,
  };
}

/** What a load adds to it in a month. */
export function loadUsage(load: Load, by: Assumed = assumed): Usage {
  const [registrations, callbacks, texts] = [load.registrations * daysAMonth, load.callbacks * daysAMonth, load.texts * daysAMonth];
  const deskPages = workingDaysAMonth * (load.officers * by.officerRequests.value + load.counsellors * by.counsellorRequests.value);
  const lookUps = registrations * by.lookUpsPerRegistration.value;
  const acts = registrations * by.actsPerRegistration.value;
  const papers = registrations * by.papersPerRegistration.value;
  const views = (registrations + callbacks) * by.visitsPerPerson.value * by.pagesPerVisit.value;

  const answers = registrations * counted.formPages + callbacks * counted.callPages + lookUps * counted.lookUpPages + texts * counted.opensPerText + acts + deskPages;
  const calls = answers + papers;
  const wakes = texts * counted.wakesPerText;
  const edgeRequests = views * counted.filesPerPage + calls;
  // Whoever answers opens a wrapping key too, once a start.
  const keyRequest = calls * (1 + by.startsPerHundred.value / 100) + wakes;
  const chains = (registrations + callbacks) * by.monthsKept.value;
  const kept = ((registrations * storedBytes.registration + callbacks * storedBytes.callback + texts * storedBytes.text) * by.monthsKept.value) / gb;

  return {
    ...nothing,
    ...invocations(calls + wakes, by),
    keyRequest,
    fileStorage: trailGb(keyRequest, by),
    lambdaTime: ((answers * by.answerMs.value + papers * by.paperMs.value) * memoryGb.http + wakes * by.eventMs.value * memoryGb.event) / 1_000,
    apiRequest: calls,
    edgeRequest: edgeRequests,
    firewallRequest: edgeRequests,
    edgeTransfer: (views * measured.firstViewBytes + answers * counted.answerBytes + papers * measured.paperBytes) / gb,
    pageRead: views * counted.filesPerPage,
    // An act writes no more than a submission; a page of the desk also notes who looked, and that the session was used.
    write: (registrations + acts) * measured.submission + lookUps * measured.lookUp + callbacks * measured.booking + texts * measured.text + deskPages * (measured.looked + 1),
    // At each of their runs, the nightly functions read where every chain ends.
    read: callbacks * measured.times + papers * measured.opened + deskPages * (measured.list + 1) + (chains * nightlyRuns) / counted.chainsARead,
    storage: kept,
    history: kept,
    backup: kept * by.backupDays.value,
    staff: load.officers + load.counsellors,
    text: texts,
  };
}

type Row = { service: string; usd: number; standingUsd: number; checked: boolean };
export type Bill = { rows: readonly Row[]; usd: number; standingUsd: number; unpriced: readonly { price: Price; quantity: number }[] };

const priceNames = Object.keys(listed).filter(isPriceName);

/** Rows by service, the dearest first. What has no price is in no row and no sum. */
export function billOf(there: Usage, added: Usage, prices: Prices = listed): Bill {
  const rows = new Map<string, Row>();
  const unpriced: { price: Price; quantity: number }[] = [];
  for (const name of priceNames) {
    const price = prices[name];
    const quantity = there[name] + added[name];
    if (price.usd === null) unpriced.push({ price, quantity });
    else {
      const { usd, standingUsd, checked } = rows.get(price.service) ?? { usd: 0, standingUsd: 0, checked: true };
      const each = price.usd / price.per;
      rows.set(price.service, { service: price.service, usd: usd + quantity * each, standingUsd: standingUsd + there[name] * each, checked: checked && price.checked });
    }
  }
  const sorted = [...rows.values()].toSorted((a, b) => b.usd - a.usd);
  const sum = (of: (row: Row) => number) => sorted.reduce((total, row) => total + of(row), 0);
  return { rows: sorted, usd: sum(({ usd }) => usd), standingUsd: sum(({ standingUsd }) => standingUsd), unpriced };
}
