/**
 * What things cost. None was read at the seller's on the day of writing: AWS's prices are from dated copies of its price list for Singapore that others publish
 * (github.com/aadk979/SPOH_2027, fetched 2026-09-25; github.com/Shaugato/mainline and another, 2026-08-12; CloudFront's from a survey of 2026-10-01).
 * First tiers, no free allowance, no discount, no tax.
 */
export type Price = {
  /** The row it is counted in. */
  service: string;
  /** What `per` units cost; null where no price was found, and then it is in no sum. */
  usd: number | null;
  per: number;
  unit: string;
  region: "ap-southeast-1" | "everywhere" | "CloudFront in Asia" | "Vietnam";
  /** Where to look it up. */
  source: string;
  /** The day the copy of the source was made. */
  readOn: string;
  /** Whether that copy gives this very price, for this region. */
  checked: boolean;
};

/** Vietcombank sold a dollar at this on the day (webgia.com/ty-gia/vietcombank). */
export const dong = { perUsd: 26_100, on: "2026-09-10" } as const;

const million = 1_000_000;
const region = "ap-southeast-1";
const offer = (name: string, version = "current") => `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${name}/${version}/${region}/index.json`;
const september = { region, readOn: "2026-09-25", checked: true } as const;
const august = { region, readOn: "2026-08-12", checked: true } as const;
const everywhere = { region: "everywhere", readOn: "2026-08-12", checked: true } as const;
const edge = { region: "CloudFront in Asia", source: "https://aws.amazon.com/cloudfront/pricing/pay-as-you-go/", readOn: "2026-10-01", checked: true } as const;

/** Of Mumbai and Sydney, which agree; Tokyo's differs by less than a hundredth. Singapore's own was in no copy. */
const neighbours = { service: "DynamoDB", region, source: "https://aws.amazon.com/dynamodb/pricing/on-demand/", readOn: "2026-09-29", checked: false } as const;

export const listed = {
  lambdaRequest: { service: "Lambda", usd: 0.2, per: million, unit: "request", source: offer("AWSLambda"), ...august },
  lambdaTime: { service: "Lambda", usd: 0.000_013_333_4, per: 1, unit: "GB-second, arm64", source: offer("AWSLambda"), ...august },
  apiRequest: { service: "API Gateway", usd: 1.25, per: million, unit: "request, HTTP API", source: offer("AmazonApiGateway", "20260921231404"), ...september },

  edgeRequest: { service: "CloudFront", usd: 0.012, per: 10_000, unit: "HTTPS request", ...edge },
  edgeTransfer: { service: "CloudFront", usd: 0.12, per: 1, unit: "GB to readers", ...edge },
  firewall: { service: "WAF", usd: 5, per: 1, unit: "web ACL a month", source: offer("awswaf", "20260914163921"), ...september },
  firewallRule: { service: "WAF", usd: 1, per: 1, unit: "rule a month", source: offer("awswaf", "20260914163921"), ...september },
  firewallRequest: { service: "WAF", usd: 0.6, per: million, unit: "request", source: offer("awswaf", "20260914163921"), ...september },
  pageRead: { service: "S3", usd: 0.004, per: 10_000, unit: "GET", source: offer("AmazonS3"), ...august },
  fileStorage: { service: "S3", usd: 0.025, per: 1, unit: "GB a month", source: offer("AmazonS3", "20260918174747"), ...september },

  write: { ...neighbours, usd: 0.71, per: million, unit: "write request unit" },
  read: { ...neighbours, usd: 0.1425, per: million, unit: "read request unit" },
  storage: { ...neighbours, usd: 0.285, per: 1, unit: "GB a month" },
  history: { ...neighbours, usd: 0.228, per: 1, unit: "GB a month, point-in-time recovery" },
  // Tokyo's price of a table's on-demand backup.
  backup: { ...neighbours, service: "Backup", usd: 0.114, per: 1, unit: "GB a month", source: "https://aws.amazon.com/backup/pricing/", readOn: "2026-09-11" },

  key: { service: "KMS", usd: 1, per: 1, unit: "key a month", source: offer("awskms", "20260911124601"), ...september },
  keyRequest: { service: "KMS", usd: 0.03, per: 10_000, unit: "request", source: offer("awskms"), ...august },
  secret: { service: "Secrets Manager", usd: 0.4, per: 1, unit: "secret a month", source: offer("AWSSecretsManager", "20260911124610"), ...september },

  log: { service: "CloudWatch", usd: 0.7, per: 1, unit: "GB of log", source: offer("AmazonCloudWatch", "20260922021715"), ...september },
  logStorage: { service: "CloudWatch", usd: 0.03, per: 1, unit: "GB of log a month", source: offer("AmazonCloudWatch", "20260922021715"), ...september },
  alarm: { service: "CloudWatch", usd: 0.1, per: 1, unit: "metric of an alarm a month", source: offer("AmazonCloudWatch", "20260922021715"), ...september },
  metric: { service: "CloudWatch", usd: 0.3, per: 1, unit: "metric of our own a month", source: offer("AmazonCloudWatch", "20260922021715"), ...september },
  dashboard: { service: "CloudWatch", usd: 3, per: 1, unit: "dashboard a month", source: "https://aws.amazon.com/cloudwatch/pricing/", ...everywhere },
  // Its page names one price for all regions; the copy bears no date.
  trace: { service: "X-Ray", usd: 5, per: million, unit: "trace", source: "https://aws.amazon.com/xray/pricing/", ...everywhere, readOn: "undated", checked: false },
  staff: { service: "Cognito", usd: 0.015, per: 1, unit: "person who signs in, a month (Essentials)", source: offer("AmazonCognito", "20260911124417"), ...september },

  text: { service: "Texts by SNS", usd: null, per: 1, unit: "text of one segment to Vietnam", region: "Vietnam", source: "https://aws.amazon.com/sns/sms-pricing/", readOn: "not found", checked: false },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof listed;
export type Prices = { readonly [name in PriceName]: Price };

export const isPriceName = (name: string): name is PriceName => Object.hasOwn(listed, name);

/** What sellers of texts publish (read in a report of 2026-10-09), to show how far apart they lie; nobody's offer to us. Ask the aggregator for its own. */
export const textOffers = [
  { seller: "a Vietnamese aggregator, favoured sectors", usd: 450 / dong.perUsd, terms: "SpeedSMS, 450 VND with VAT", source: "https://speedsms.vn/bang-gia-dich-vu-tin-nhan-thuong-hieu-cskh/" },
  { seller: "a Vietnamese aggregator, any sector", usd: 790 / dong.perUsd, terms: "SpeedSMS, 790 VND with VAT", source: "https://speedsms.vn/bang-gia-dich-vu-tin-nhan-thuong-hieu-cskh/" },
  { seller: "an international seller", usd: 0.2852, terms: "Twilio, any network", source: "https://www.twilio.com/en-us/sms/pricing/vn" },
] as const;
