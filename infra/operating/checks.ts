import { aggregatorSchema } from "../../functions/messages/routes/aggregator.ts";
import type { CivilDate } from "../../shared/calendar/civil-date.ts";
import { holidaysMissing, type HolidaysMissing } from "../../shared/calendar/holidays-missing.ts";
import type { Stage } from "../stages.ts";
import { plainReason } from "./plain-reason.ts";

export type Check<Of> = {
  id: string;
  asks: string;
  /** What is missing, in whole sentences; null when nothing is. It throws when it cannot be asked. */
  missing: (of: Of) => string | null | Promise<string | null>;
  doThis: string;
};
export type Answered = { id: string; asks: string } & (
  | { answer: "ok" }
  | { answer: "missing"; what: string; doThis: string }
  | { answer: "could not ask"; because: string }
);

/** The answers to all checks, in their order; what keeps one from being asked keeps no other. */
export function answer<Of>(checks: readonly Check<Of>[], of: Of): Promise<Answered[]> {
  return Promise.all(
    checks.map(async ({ id, asks, missing, doThis }): Promise<Answered> => {
      try {
        const what = await missing(of);
        return what === null ? { id, asks, answer: "ok" } : { id, asks, answer: "missing", what, doThis };
      } catch (thrown) {
        return { id, asks, answer: "could not ask", because: plainReason(thrown) };
      }
    }),
  );
}

/** The sentences that hold, as one text; null when none does. */
export const sentences = (...all: readonly (string | false | null | undefined)[]): string | null => all.filter(Boolean).join(" ") || null;

type Settings = { stage: Stage; today: CivilDate };

const isPlaceholderHost = (address: string): boolean => new URL(address).hostname.endsWith(".example");
const stages = "infra/stages.ts";

/** What a stage's settings alone can tell, before anything is deployed. */
export const settingsChecks: readonly Check<Settings>[] = [
  {
    id: "account",
    asks: "Is the AWS account named?",
    missing: ({ stage: { account } }) => sentences(/^(\d)\1{11}$/.test(account) && `The account ${account} is a placeholder.`),
    doThis: `Put the account's number into ${stages}.`,
  },
  {
    id: "site-address",
    asks: "Has the site its address?",
    missing: ({ stage: { siteOrigin } }) => sentences(isPlaceholderHost(siteOrigin) && `The site's address ${siteOrigin} is a placeholder.`),
    doThis: `Register the domain, and put the address into ${stages} (siteOrigin).`,
  },
  {
    id: "certificate",
    asks: "Has the site its certificate?",
    missing: ({ stage: { account, certificateArn } }) => {
      const [, , service, region, owner] = certificateArn.split(":");
      return sentences(
        certificateArn.endsWith("/00000000-0000-0000-0000-000000000000") && "The site's certificate is a placeholder.",
        service !== "acm" && "What is named is no certificate of ACM.",
        region !== "us-east-1" && "The certificate is not in us-east-1, where CloudFront looks for it.",
        owner !== account && "The certificate is of another account than the stage.",
      );
    },
    doThis: `Ask ACM in us-east-1 for a certificate for the site's address, and put its ARN into ${stages} (certificateArn).`,
  },
  {
    id: "firewall",
    asks: "Does the firewall stand before the site?",
    missing: ({ stage: { webAclArn } }) => sentences(webAclArn === null && "No firewall stands before the site."),
    doThis: `Deploy the edge stack, put its output webAclArn into ${stages}, and deploy again.`,
  },
  {
    id: "sender-registered",
    asks: "Have the carriers registered sender name and wordings?",
    missing: ({ stage: { smsSenderId, smsSenderRegistered } }) =>
      sentences(!smsSenderRegistered && `The carriers have not registered the sender name ${smsSenderId} and the wordings: they drop what is sent.`),
    doThis: `Hand in what \`npm run templates\` writes, and once it is registered set smsSenderRegistered in ${stages}.`,
  },
  {
    id: "aggregator",
    asks: "Is the aggregator described, where texts go by one?",
    missing: ({ stage: { smsRoutes, smsAggregator } }) => {
      if (!smsRoutes.some(({ route }) => route === "http")) return null;
      if (!smsAggregator) return "Texts are to go by an aggregator that is not described.";
      return sentences(!aggregatorSchema.safeParse(smsAggregator).success && "The aggregator's description cannot be read.");
    },
    doThis: `Describe it in ${stages} (smsAggregator), and put its secret into the stack's entry in Secrets Manager.`,
  },
  {
    id: "numbers",
    asks: "Are the service's own numbers announced?",
    missing: ({ stage: { hotline } }) =>
      sentences(
        hotline.lines.length === 0 && "No number is configured that people can ring.",
        hotline.showsAs === null && "It is not configured what a call of ours shows on a phone.",
      ),
    doThis: `Put the announced numbers into ${stages} (hotline): until then the pages say that there are none.`,
  },
  {
    id: "runbooks",
    asks: "Can whoever is woken read the runbooks?",
    missing: ({ stage: { runbooks } }) => sentences(isPlaceholderHost(runbooks) && `The runbooks' address ${runbooks} is a placeholder: alarms lead nowhere.`),
    doThis: `Put infra/runbooks where the people on duty can read it, and its address into ${stages} (runbooks).`,
  },
  {
    id: "days-off",
    asks: "Are the days off of this year and the next entered?",
    missing: ({ today }) => sentences(...daysOffToEnter(today)),
    doThis: "Enter them in shared/calendar/days-off.ts with the decision they come from, and deploy: deadlines that meet them could be wrong.",
  },
];

function daysOffToEnter(today: CivilDate): string[] {
  const nextYear = `${Number(today.slice(0, 4)) + 1}-01-01`;
  const found = [holidaysMissing(today), holidaysMissing(nextYear)].filter((one) => one !== null);
  return [...new Map(found.map((one) => [one.year, one])).values()].map(daysOffOf);
}

const daysOffOf = ({ year, missing, unconfirmed }: HolidaysMissing): string =>
  missing ? `The days off of ${year} are not all entered.` : `Days off of ${year} that are only likely so far: ${unconfirmed.map(({ date }) => date).join(", ")}.`;
