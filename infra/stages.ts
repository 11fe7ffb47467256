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
  /** At most 11 letters and digits, registered with the carriers before the first text. */
  smsSenderId: string;
  /** How a text leads back to its appointment: "code" where the networks filter links. */
  smsWay: Way;
  /** The routes of texts, the preferred one first, and what each takes a second. Another one beside it takes over when it fails. */
  smsRoutes: RouteSettings;
  /** Described here before `smsRoutes` names the route "http"; its secret is put into the stack's own, never here. */
  smsAggregator: z.input<typeof aggregatorSchema> | null;
  logRetention: RetentionDays;
  removalPolicy: RemovalPolicy;
  deletionProtection: boolean;
  throttle: { rateLimit: number; burstLimit: number };
  /** Filled in once the service's own numbers are announced; until then the pages say so. */
  hotline: HotlineLines;
  /** How many in five minutes (for money: so far this month) wake somebody. */
  alarms: { functionErrors: number; serverErrors: number; textsUndelivered: number; textsNotArrived: number; monthlySmsUsd: number };
};

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
    smsSenderId: "DuongVe",
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    logRetention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
    hotline: unannounced,
    throttle: { rateLimit: 20, burstLimit: 40 },
    alarms: { functionErrors: 1, serverErrors: 1, textsUndelivered: 1, textsNotArrived: 5, monthlySmsUsd: 1 },
  },
  staging: {
    name: "staging",
    account: "222222222222",
    region: "ap-southeast-1",
    siteOrigin: "https://staging.duongve.example",
    certificateArn: "arn:aws:acm:us-east-1:222222222222:certificate/00000000-0000-0000-0000-000000000000",
    smsSenderId: "DuongVe",
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    hotline: unannounced,
    throttle: { rateLimit: 100, burstLimit: 200 },
    alarms: { functionErrors: 1, serverErrors: 1, textsUndelivered: 1, textsNotArrived: 5, monthlySmsUsd: 20 },
  },
  prod: {
    name: "prod",
    account: "333333333333",
    region: "ap-southeast-1",
    siteOrigin: "https://duongve.example",
    certificateArn: "arn:aws:acm:us-east-1:333333333333:certificate/00000000-0000-0000-0000-000000000000",
    smsSenderId: "DuongVe",
    smsWay: "link",
    smsRoutes: snsOnly,
    smsAggregator: null,
    logRetention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    hotline: unannounced,
    throttle: { rateLimit: 500, burstLimit: 1_000 },
    alarms: { functionErrors: 1, serverErrors: 3, textsUndelivered: 5, textsNotArrived: 20, monthlySmsUsd: 800 },
  },
} as const satisfies { [name in Stage["name"]]: Stage & { name: name } };

export function stageNamed(name: unknown): Stage {
  const stage = Object.values(stages).find((one) => one.name === name);
  if (!stage) throw new RangeError(`no stage ${String(name)}: choose one of ${Object.keys(stages).join(", ")} with -c stage=…`);
  return stage;
}
