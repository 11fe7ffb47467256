import { CfnOutput, Stack } from "aws-cdk-lib";
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";
import { languages, type Language } from "../shared/language.ts";
import { words } from "../web/words/words.ts";
import type { Stage } from "./stages.ts";

/** Ten forms a second from one address: a whole neighbourhood may share one behind its carrier, and a machine that guesses needs more. */
const requestsInFiveMinutes = 3_000;

/**
 * Not to be blocked. Our forms carry what was answered before, sealed, and grow past the 8 kB allowed; people tell of their troubles in words that
 * look like anything, and the functions limit sizes and fields themselves and print nothing unescaped. Receipts of texts come from machines without a name.
 */
const counted = ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY", "NoUserAgent_HEADER"];

/**
 * What stands before the site: CloudFront takes it from us-east-1 only, whatever the region of the rest. It looks at a request and forgets it:
 * no log and no samples, which would hold addresses of people and what they sent.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, `duong-ve-${stage.name}-edge`, {
      description: "Duong Ve: the firewall before the site",
      env: { account: stage.account, region: "us-east-1" },
      terminationProtection: stage.deletionProtection,
    });
    const seen = (metricName: string) => ({ metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false });
    const managed = (name: string, priority: number, rulesCounted: readonly string[] = []): CfnWebACL.RuleProperty => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: { vendorName: "AWS", name, ruleActionOverrides: rulesCounted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) },
      },
      visibilityConfig: seen(name),
    });
    const acl = new CfnWebACL(this, "acl", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: seen("site"),
      customResponseBodies: { refused: { contentType: "TEXT_HTML", content: refused } },
      rules: [
        {
          name: "rate",
          priority: 0,
          action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: "refused" } } },
          statement: { rateBasedStatement: { limit: requestsInFiveMinutes, evaluationWindowSec: 300, aggregateKeyType: "IP" } },
          visibilityConfig: seen("rate"),
        },
        managed("AWSManagedRulesAmazonIpReputationList", 1),
        managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
        managed("AWSManagedRulesCommonRuleSet", 3, counted),
      ],
    });
    new CfnOutput(this, "web-acl", { value: acl.attrArn, description: "Enter as webAclArn in infra/stages.ts, then deploy the other stack" }).overrideLogicalId("webAclArn");
  }
}

const part = (language: Language): string => {
  const { down } = words[language];
  const numbers = down.numbers.map(({ number, text }) => `<p><a href="tel:${number}">${number}</a> ${text}</p>`).join("");
  return `<section lang="${language}"><h1>${down.title}</h1><p>${down.tooMany}</p>${numbers}</section>`;
};
/** At most 4 kB, and nothing may have to be fetched for it. */
const refused = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.vi.down.title}</title>${languages.map(part).join("<hr>")}`;
