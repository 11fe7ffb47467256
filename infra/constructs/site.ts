import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { metricsNamespace } from "../../functions/platform/metrics.ts";
import { downPath } from "../../shared/paths.ts";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import { LogAlarm } from "../kinds/log-alarm.ts";
import type { HttpFunction } from "../kinds/http-function.ts";
import { routes } from "../routes.ts";
import { nameEverywhere, type Stage } from "../stages.ts";
import type { FrontDoor } from "./front-door.ts";
import { pageAddresses } from "./page-addresses.ts";

type SiteProps = { stage: Stage; door: FrontDoor; answeredBy: Record<(typeof routes)[number]["function"], HttpFunction> };

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "connect-src 'self'",
].join("; ");

/** One address for everything: pages from a bucket, the rest from functions. CloudFront keeps no access log: it would hold addresses of people. */
export class Site extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { stage, door, answeredBy }: SiteProps) {
    super(scope, id);
    this.api = this.makeApi(stage, answeredBy);
    const bucket = new Bucket(this, "pages", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: stage.removalPolicy,
    });
    const distribution = this.distribution(stage, bucket, door);

    const output = (name: string, description: string, value: string) =>
      new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
    output("siteAddress", "What people open", stage.siteOrigin);
    output("siteTarget", "What the site's name in DNS points at", distribution.distributionDomainName);
    output("pagesBucket", "Where the built pages are uploaded", bucket.bucketName);
    output("distributionId", "What to invalidate after an upload", distribution.distributionId);
  }

  private makeApi(stage: Stage, answeredBy: SiteProps["answeredBy"]): HttpApi {
    const api = new HttpApi(this, "api", { createDefaultStage: false });
    const integrations = {
      registrationPublic: new HttpLambdaIntegration("registration-public", answeredBy.registrationPublic.live),
      hotlinePublic: new HttpLambdaIntegration("hotline-public", answeredBy.hotlinePublic.live),
      registrationDesk: new HttpLambdaIntegration("registration-desk", answeredBy.registrationDesk.live),
      registrationPapers: new HttpLambdaIntegration("registration-papers", answeredBy.registrationPapers.live),
      hotlineDesk: new HttpLambdaIntegration("hotline-desk", answeredBy.hotlineDesk.live),
      messageReceipts: new HttpLambdaIntegration("message-receipts", answeredBy.messageReceipts.live),
      staff: new HttpLambdaIntegration("staff", answeredBy.staff.live),
    } satisfies Record<keyof typeof answeredBy, HttpLambdaIntegration>;
    for (const route of routes) api.addRoutes({ path: route.path, methods: [HttpMethod.ANY], integration: integrations[route.function] });

    // The route's pattern, never the address as sent, and nobody's IP: the same rule as for the functions' own logs.
    const format = {
      requestId: "$context.requestId",
      at: "$context.requestTime",
      route: "$context.routeKey",
      status: "$context.status",
      latencyMs: "$context.responseLatency",
      failure: "$context.integrationErrorMessage",
    };
    const log = new LogGroup(this, "api-log", { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    new HttpStage(this, "api-stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle: stage.throttle,
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: AccessLogFormat.custom(JSON.stringify(format)) },
    });
    this.alarms(stage, { api, log, answeredBy });
    return api;
  }

  private alarms(stage: Stage, { api, log, answeredBy }: { api: HttpApi; log: LogGroup } & Pick<SiteProps, "answeredBy">): void {
    new LogAlarm(this, "door", {
      stage,
      metricName: "DoorMismatch",
      writers: Object.values(answeredBy),
      codes: ["DOOR_MISMATCH"],
      threshold: stage.alarms.serverErrors,
      errorImpact: "People get an empty page for every form, and staff for every desk: the distribution says another secret than the functions ask for.",
    });
    new MetricFilter(this, "refused", { logGroup: log, filterPattern: FilterPattern.stringValue("$.status", "=", "429"), metricNamespace: metricsNamespace, metricName: "RequestsRefused", metricValue: "1" });
    new ImpactAlarm(this, "throttled", {
      stage,
      metric: new Metric({ namespace: metricsNamespace, metricName: "RequestsRefused", statistic: "Sum", period: Duration.minutes(5) }),
      threshold: stage.alarms.refused,
      errorImpact: "People are turned away with a line of English, before anything of ours could answer: more come at a time than the API lets through, be they many or one machine.",
    });
    new ImpactAlarm(this, "api-errors", {
      stage,
      metric: api.metricServerError({ period: Duration.minutes(5), statistic: "Sum" }),
      threshold: stage.alarms.serverErrors,
      errorImpact: "People who send a form or look for their application get the page that says something went wrong on our side, or what the aggregator says of texts is not taken in.",
    });
  }

  private distribution(stage: Stage, bucket: Bucket, door: FrontDoor): Distribution {
    const every = {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.securityHeaders(stage),
      compress: true,
    } satisfies Partial<BehaviorOptions>;
    const address = new EdgeFunction(this, "page-addresses", {
      code: FunctionCode.fromInline(pageAddresses),
      runtime: FunctionRuntime.JS_2_0,
    });
    const answered: BehaviorOptions = {
      ...every,
      // No redirect here: what a form sends must not travel once in the clear before it is told where to go.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      origin: new HttpOrigin(`${this.api.apiId}.execute-api.${Stack.of(this).region}.amazonaws.com`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: door.headers,
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    return new Distribution(this, "distribution", {
      // A secret is read when something differs.
      comment: `secrets ${stage.secretsRevision}`,
      domainNames: [new URL(stage.siteOrigin).hostname],
      certificate: Certificate.fromCertificateArn(this, "certificate", stage.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      defaultRootObject: "index.html",
      defaultBehavior: {
        ...every,
        origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl: new S3OriginAccessControl(this, "access", { originAccessControlName: nameEverywhere(stage) }) }),
        functionAssociations: [FunctionEventType.VIEWER_REQUEST, FunctionEventType.VIEWER_RESPONSE].map((eventType) => ({
          eventType,
          function: address,
        })),
      },
      // The API's own failures (500, 503), what CloudFront says when it cannot reach it (502, 504), and the functions' pages of the same.
      errorResponses: [500, 502, 503, 504].map((status) => ({ httpStatus: status, responseHttpStatus: status, responsePagePath: downPath, ttl: Duration.seconds(0) })),
      ...(stage.webAclArn ? { webAclId: stage.webAclArn } : {}),
      additionalBehaviors: Object.fromEntries(routes.map(({ path }) => [behaviourOf(path), answered])),
    });
  }

  private securityHeaders(stage: Stage): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "headers", {
      responseHeadersPolicyName: nameEverywhere(stage),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
    });
  }
}

/** `{proxy+}` is at least one character; with a bare `*` the page /dang-ky/ would go to the API, which has no such route. */
const behaviourOf = (path: string): string => path.replace("{proxy+}", "?*");
