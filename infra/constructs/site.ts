import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
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
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { ImpactAlarm } from "../kinds/impact-alarm.ts";
import type { NodeFunction } from "../kinds/node-function.ts";
import { routes } from "../routes.ts";
import type { Stage } from "../stages.ts";
import { pageAddresses } from "./page-addresses.ts";

type SiteProps = { stage: Stage; answeredBy: Record<(typeof routes)[number]["function"], NodeFunction> };

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
  constructor(scope: Construct, id: string, { stage, answeredBy }: SiteProps) {
    super(scope, id);
    const api = this.api(stage, answeredBy);
    const bucket = new Bucket(this, "pages", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      removalPolicy: stage.removalPolicy,
    });
    const distribution = this.distribution(stage, bucket, api);

    const output = (name: string, description: string, value: string) =>
      new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
    output("siteAddress", "What people open", stage.siteOrigin);
    output("siteTarget", "What the site's name in DNS points at", distribution.distributionDomainName);
    output("pagesBucket", "Where the built pages are uploaded", bucket.bucketName);
    output("distributionId", "What to invalidate after an upload", distribution.distributionId);
  }

  private api(stage: Stage, answeredBy: SiteProps["answeredBy"]): HttpApi {
    const api = new HttpApi(this, "api", { createDefaultStage: false });
    const integrations = {
      registrationPublic: new HttpLambdaIntegration("registration-public", answeredBy.registrationPublic.lambda),
      hotlinePublic: new HttpLambdaIntegration("hotline-public", answeredBy.hotlinePublic.lambda),
      registrationDesk: new HttpLambdaIntegration("registration-desk", answeredBy.registrationDesk.lambda),
      registrationPapers: new HttpLambdaIntegration("registration-papers", answeredBy.registrationPapers.lambda),
      hotlineDesk: new HttpLambdaIntegration("hotline-desk", answeredBy.hotlineDesk.lambda),
      messageReceipts: new HttpLambdaIntegration("message-receipts", answeredBy.messageReceipts.lambda),
      staff: new HttpLambdaIntegration("staff", answeredBy.staff.lambda),
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
    new ImpactAlarm(this, "api-errors", {
      metric: api.metricServerError({ period: Duration.minutes(5), statistic: "Sum" }),
      threshold: stage.alarms.serverErrors,
      errorImpact: "People who send a form or look for their application get the page that says something went wrong on our side, or what the aggregator says of texts is not taken in.",
    });
    return api;
  }

  private distribution(stage: Stage, bucket: Bucket, api: HttpApi): Distribution {
    const every = {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.securityHeaders(),
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
      origin: new HttpOrigin(`${api.apiId}.execute-api.${Stack.of(this).region}.amazonaws.com`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    return new Distribution(this, "distribution", {
      domainNames: [new URL(stage.siteOrigin).hostname],
      certificate: Certificate.fromCertificateArn(this, "certificate", stage.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      defaultRootObject: "index.html",
      defaultBehavior: {
        ...every,
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        functionAssociations: [FunctionEventType.VIEWER_REQUEST, FunctionEventType.VIEWER_RESPONSE].map((eventType) => ({
          eventType,
          function: address,
        })),
      },
      additionalBehaviors: Object.fromEntries(routes.map(({ path }) => [behaviourOf(path), answered])),
    });
  }

  private securityHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "headers", {
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
