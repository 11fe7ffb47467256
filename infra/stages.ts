import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type * as z from "zod";
import type { aggregatorSchema } from "../functions/messages/routes/aggregator.ts";
import type { RouteSettings } from "../functions/messages/sender/settings.ts";
import type { HotlineLines } from "../shared/hotline/lines.ts";
import type { Way } from "../shared/messages/catalogue.ts";

/** Every value that differs between deployments. Accounts, addresses and certificates are to be filled in before the first deploy. */
export type Stage = {
  name: "dev" | "staging" | "prod";
  account: string;
  region: string;
  /** The address people see; forms posted from elsewhere are refused. */
  siteOrigin: string;
  /** CloudFront reads certificates only from us-east-1. */
  certificateArn: string;
  /** What the edge stack, deployed first, gives as its output `webAclArn`; null until then, and nothing stands before the site. */
  webAclArn: string | null;
  /** At most 11 letters and digits. */
  smsSenderId: string;
  /** Whether the carriers have registered sender name and wordings (`npm run templates`): before that they drop what we send. */
  smsSenderRegistered: boolean;
  /** How a text leads back to its appointment: "code" where the networks filter links. */
  smsWay: Way;
  /** The routes of texts, the preferred one first, and what each takes a second. Another one beside it takes over when it fails. */
  smsRoutes: RouteSettings;
  /** Described here before `smsRoutes` names the route "http"; its secret is put into the stack's own, never here. */
  smsAggregator: z.input<typeof aggregatorSchema> | null;
  /** One-time codes of the whole service in an hour and in a day; used up, they pause until the next. Receipts and reminders never do. */
  codes: { anHour: number; aDay: number };
  logRetention: RetentionDays;
  removalPolicy: RemovalPolicy;
  deletionProtection: boolean;
  throttle: { rateLimit: number; burstLimit: number };
  /** One more after a secret was given a new value: functions read theirs when they are deployed, and only if something differs. */
  secretsRevision: number;
  /** How a new version of what people meet takes over: a tenth of them for five minutes, back by itself when it fails; or at once. */
  release: "gradual" | "atOnce";
  /** Where the pages of infra/runbooks can be read by whoever is woken; an alarm's name is added. */
  runbooks: string;
  backupDays: number;
  /** Who did what in the account is kept so long, and in staging and prod nobody can remove it earlier. */
  trailDays: number;
  /** The role, made by hand, under which people use root keys (`npm run keys`): what stands behind `role/` in its ARN. Nobody else may, administrators neither. */
  keysRole: string;
  /** What the whole account may cost in a month before somebody is told. */
  monthlyBudgetUsd: number;
  /** Filled in once the service's own numbers are announced; until then the pages say so. */
  hotline: HotlineLines;
  /** How many in five minutes (for money: so far this month) wake somebody. */
  alarms: { functionErrors: number; serverErrors: number; refused: number; applications: number; calls: number; textsUndelivered: number; textsNotArrived: number; monthlySmsUsd: number };
};

const runbooks = "https://runbooks.duongve.example/";
const unannounced: HotlineLines = { lines: [], night: [], showsAs: null };
/** What SNS takes from an account that has not asked for more. */
const snsOnly: RouteSettings = [{ route: "sns", perSecond: 20 }];

export const stages = {
  dev: {
    name: "dev",
    account: "111111111111",
    region: "ap-southeast-1",
    siteOrigin: "https://dev.duongve.example",
    certificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000",
    webAclArn: null,
    smsSenderId: "DuongVe",
    smsSenderRegistered: false,
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    codes: { anHour: 50, aDay: 200 },
    logRetention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    hotline: unannounced,
    throttle: { rateLimit: 20, burstLimit: 40 },
    secretsRevision: 1,
    release: "atOnce",
    runbooks,
    backupDays: 7,
    trailDays: 1,
    keysRole: "duong-ve-keys",
    monthlyBudgetUsd: 50,
    alarms: { functionErrors: 1, serverErrors: 1, refused: 5, applications: 20, calls: 20, textsUndelivered: 1, textsNotArrived: 5, monthlySmsUsd: 1 },
  },
  staging: {
    name: "staging",
    account: "222222222222",
    region: "ap-southeast-1",
    siteOrigin: "https://staging.duongve.example",
    certificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/00000000-0000-0000-0000-000000000000",
    webAclArn: null,
    smsSenderId: "DuongVe",
    smsSenderRegistered: false,
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    codes: { anHour: 200, aDay: 1_000 },
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    hotline: unannounced,
    throttle: { rateLimit: 100, burstLimit: 200 },
    secretsRevision: 1,
    release: "gradual",
    runbooks,
    backupDays: 14,
    trailDays: 30,
    keysRole: "duong-ve-keys",
    monthlyBudgetUsd: 200,
    alarms: { functionErrors: 1, serverErrors: 1, refused: 5, applications: 20, calls: 20, textsUndelivered: 1, textsNotArrived: 5, monthlySmsUsd: 20 },
  },
  prod: {
    name: "prod",
    account: "333333333333",
    region: "ap-southeast-1",
    siteOrigin: "https://duongve.example",
    certificateArn: "arn:aws:acm:us-east-1:333333333333:certificate/00000000-0000-0000-0000-000000000000",
    webAclArn: null,
    smsSenderId: "DuongVe",
    smsSenderRegistered: false,
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    codes: { anHour: 600, aDay: 4_000 },
    logRetention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    hotline: unannounced,
    throttle: { rateLimit: 500, burstLimit: 1_000 },
    secretsRevision: 1,
    release: "gradual",
    runbooks,
    backupDays: 35,
    trailDays: 365,
    keysRole: "duong-ve-keys",
    monthlyBudgetUsd: 3000,
    alarms: { functionErrors: 1, serverErrors: 3, refused: 20, applications: 30, calls: 60, textsUndelivered: 5, textsNotArrived: 20, monthlySmsUsd: 800 },
  },
} as const satisfies { [name in Stage["name"]]: Stage & { name: name } };

/** For what an account has once for all its regions: another region can take over while the first is lost. */
export const nameEverywhere = ({ name, region }: Stage): string => `duong-ve-${name}-${region}`;

export function stageNamed(name: unknown): Stage {
  const stage = Object.values(stages).find((one) => one.name === name);
  if (!stage) throw new RangeError(`no stage ${String(name)}: choose one of ${Object.keys(stages).join(", ")} with --stage …`);
  return stage;
}
