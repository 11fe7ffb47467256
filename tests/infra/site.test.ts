import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { edgeHeader } from "../../functions/platform/door.ts";
import { pageAddresses } from "../../infra/constructs/page-addresses.ts";
import { routes } from "../../infra/routes.ts";
import { callbackCheckSlug, callbackSteps, callbackSubmitSlug } from "../../shared/hotline/steps.ts";
import { languages } from "../../shared/language.ts";
import { apiPaths, appointmentActs, appointmentPath, assetPath, callbackPath, downPath, forgetHeader, forgetPath, lookupPath, lookupPaths, openAppointmentSlug, pageNames, pagePath, showStepPath, stepPath } from "../../shared/paths.ts";
import { buildSite } from "../../web/build.tsx";
import { matches } from "./support/access.ts";
import { found, synth, synthTimeout, text, type Properties, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
let distribution: Properties;
const only = (type: string): Properties => prod.only(type);

beforeAll(() => {
  prod = synth("prod");
  distribution = only("AWS::CloudFront::Distribution").DistributionConfig;
}, synthTimeout);

const behaviours = (): Properties[] => [...distribution.CacheBehaviors, distribution.DefaultCacheBehavior];
const behaviourOf = (address: string): Properties =>
  distribution.CacheBehaviors.find(({ PathPattern }: Properties) => matches(PathPattern, address)) ?? distribution.DefaultCacheBehavior;
const originOf = (address: string): string => {
  const { TargetOriginId } = behaviourOf(address);
  const origin = distribution.Origins.find(({ Id }: Properties) => Id === TargetOriginId);
  return origin.S3OriginConfig ? "pages" : "api";
};

describe("the bucket of pages", () => {
  const idOfPages = (): string => text(prod.outputs.pagesBucket?.Value);
  const bucket = (): Properties => found(prod.resources[idOfPages()], "the bucket of pages").Properties;

  it("is closed to the public in every way, and no other bucket exists but the trail's", () => {
    const blocked = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
    const { PublicAccessBlockConfiguration, WebsiteConfiguration } = bucket();
    expect({ PublicAccessBlockConfiguration, WebsiteConfiguration }).toEqual({ PublicAccessBlockConfiguration: blocked, WebsiteConfiguration: undefined });
    expect(prod.ofType("AWS::S3::Bucket").map(([id]) => id).toSorted()).toEqual([idOfPages(), text(only("AWS::CloudTrail::Trail").S3BucketName)].toSorted());
  });

  it("refuses plain HTTP and lets only this distribution read, and not list", () => {
    const [, { Properties: policy }] = found(prod.ofType("AWS::S3::BucketPolicy").find(([, { Properties }]) => text(Properties.Bucket) === idOfPages()), "the bucket's policy");
    const { Statement } = policy.PolicyDocument;
    const allowed = Statement.filter(({ Effect }: Properties) => Effect === "Allow");
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Action: "s3:*", Principal: { AWS: "*" }, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
    expect(allowed).toMatchObject([{ Action: "s3:GetObject", Principal: { Service: "cloudfront.amazonaws.com" } }]);
    const [[distributionId] = [""]] = prod.ofType("AWS::CloudFront::Distribution");
    expect(text(allowed[0].Condition.StringEquals["AWS:SourceArn"])).toMatch(new RegExp(`:distribution/${distributionId}$`));
  });

  it("keeps what an upload replaced, encrypted", () => {
    const { VersioningConfiguration, BucketEncryption } = bucket();
    expect(VersioningConfiguration.Status).toBe("Enabled");
    expect(BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
  });

  it("is filled by an upload, not by the stack", () => {
    expect(Object.values(prod.resources).filter(({ Type }) => Type.startsWith("Custom::"))).toEqual([]);
  });
});

describe("the distribution", () => {
  it("speaks HTTPS only, TLS 1.2 or newer, under the stage's name", () => {
    expect(distribution).toMatchObject({ Aliases: ["duongve.example"], ViewerCertificate: { MinimumProtocolVersion: "TLSv1.2_2021", SslSupportMethod: "sni-only" } });
    for (const { ViewerProtocolPolicy } of behaviours()) expect(["https-only", "redirect-to-https"]).toContain(ViewerProtocolPolicy);
  });

  it("never redirects what a form sent in the clear", () => {
    for (const behaviour of distribution.CacheBehaviors) expect(behaviour.ViewerProtocolPolicy, behaviour.PathPattern).toBe("https-only");
  });

  it("asks the API by HTTPS, with TLS 1.2", () => {
    const origin = distribution.Origins.find(({ CustomOriginConfig }: Properties) => CustomOriginConfig);
    const [[apiId] = [""]] = prod.ofType("AWS::ApiGatewayV2::Api");
    expect(text(origin.DomainName)).toBe(`${apiId}.execute-api.ap-southeast-1.amazonaws.com`);
    expect(origin.CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] });
  });

  it("says to the API what the functions behind it are told to ask for, and no template knows", () => {
    const origin = distribution.Origins.find(({ CustomOriginConfig }: Properties) => CustomOriginConfig);
    const [said] = origin.OriginCustomHeaders;
    expect(origin.OriginCustomHeaders).toHaveLength(1);
    expect(said.HeaderName).toBe(edgeHeader);
    expect(text(said.HeaderValue)).toMatch(/^\{\{resolve:secretsmanager:\w+:SecretString:::\}\}$/);
    for (const { function: name } of routes) expect(prod.lambdaOf(prod.functions[name]).Properties.Environment.Variables.EDGE_SECRET, name).toEqual(said.HeaderValue);
  });

  it("puts the same security headers on every answer", () => {
    const [[policyId] = [""]] = prod.ofType("AWS::CloudFront::ResponseHeadersPolicy");
    for (const { ResponseHeadersPolicyId } of behaviours()) expect(text(ResponseHeadersPolicyId)).toBe(policyId);
    expect(only("AWS::CloudFront::ResponseHeadersPolicy").ResponseHeadersPolicyConfig.SecurityHeadersConfig).toEqual({
      ContentSecurityPolicy: {
        ContentSecurityPolicy:
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'",
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: "DENY", Override: true },
      ReferrerPolicy: { ReferrerPolicy: "same-origin", Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
    });
  });

  it("keeps no log of who opened what", () => {
    expect(distribution.Logging).toBeUndefined();
  });

  it("shows a page with the emergency numbers when the API is down, remembers it for nobody, and leaves refusals as the API says them", () => {
    expect(distribution.CustomErrorResponses).toEqual([500, 502, 503, 504].map((status) => ({ ErrorCode: status, ResponseCode: status, ResponsePagePath: downPath, ErrorCachingMinTTL: 0 })));
    expect(originOf(downPath)).toBe("pages");
  });

  it("stands behind the firewall once the stage names it", () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:333333333333:global/webacl/acl/1";
    const guarded = synth("prod", { change: { webAclArn } }).ofType("AWS::CloudFront::Distribution");
    expect(guarded[0]?.[1].Properties.DistributionConfig.WebACLId).toBe(webAclArn);
    expect(distribution.WebACLId).toBeUndefined();
  }, synthTimeout);
});

describe("the API", () => {
  it("has exactly the routes of infra/routes.ts, for every method, each answered by its function", () => {
    const integrations = new Map(prod.ofType("AWS::ApiGatewayV2::Integration"));
    const made = prod.ofType("AWS::ApiGatewayV2::Route").map(([, { Properties }]) => {
      const integration = found(integrations.get(text(Properties.Target).replace("integrations/", "")), Properties.RouteKey);
      return `${Properties.RouteKey} → ${text(integration.Properties.IntegrationUri)}`;
    });
    const wanted = routes.map((route) => `ANY ${route.path} → ${prod.liveIdOf(prod.functions[route.function])}`);
    expect(made.toSorted()).toEqual(wanted.toSorted());
  });

  it("logs the route and the outcome, never an address, a query or an IP", () => {
    const { AccessLogSettings, DefaultRouteSettings } = only("AWS::ApiGatewayV2::Stage");
    const logged = Object.values(JSON.parse(AccessLogSettings.Format));
    expect(logged.toSorted()).toEqual(
      ["$context.integrationErrorMessage", "$context.requestId", "$context.requestTime", "$context.responseLatency", "$context.routeKey", "$context.status"],
    );
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 });
  });

  it("wakes somebody when it turns people away before anything of ours could answer", () => {
    const [, filter] = prod.ofType("AWS::Logs::MetricFilter").find(([, { Properties }]) => Properties.MetricTransformations[0].MetricName === "RequestsRefused") ?? [];
    expect(filter?.Properties.FilterPattern).toBe('{ $.status = "429" }');
    expect(text(filter?.Properties.LogGroupName)).toBe(text(only("AWS::ApiGatewayV2::Stage").AccessLogSettings.DestinationArn).slice("arn:".length));
    const alarm = prod.ofType("AWS::CloudWatch::Alarm").find(([, { Properties }]) => Properties.MetricName === "RequestsRefused");
    expect(alarm?.[1].Properties).toMatchObject({ Namespace: "DuongVe", Statistic: "Sum", Threshold: 20 });
  });

  it("wakes somebody when it answers with errors, even those a function caught", () => {
    const alarm = prod.ofType("AWS::CloudWatch::Alarm").find(([, { Properties }]) => Properties.Namespace === "AWS/ApiGateway");
    expect(alarm?.[1].Properties).toMatchObject({ MetricName: "5xx", Statistic: "Sum", Threshold: 3 });
  });
});

describe("where an address leads", () => {
  const sample = (path: string) => path.replace("{proxy+}", "mot/hai");

  it.each(routes.map(({ path }) => path))("%s: to the API, uncached, with every method and everything but the host's name", (path) => {
    expect(originOf(sample(path))).toBe("api");
    expect(behaviourOf(sample(path))).toMatchObject({
      AllowedMethods: expect.arrayContaining(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]),
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
  });

  it.each(languages)("every step of the form and every look-up, in %s: to the API", (language) => {
    const actions = Object.keys(lookupPaths) as (keyof typeof lookupPaths)[];
    const addresses = [stepPath(language, "ai"), showStepPath(language, "ai"), ...actions.map((action) => lookupPath(language, action))];
    for (const address of addresses) expect(originOf(address), address).toBe("api");
  });

  it.each(languages)("every step of the callback form and every act on an appointment, in %s: to the API", (language) => {
    const slugs = [...callbackSteps.flatMap(({ slug }) => [slug, `${slug}/xem`]), callbackCheckSlug, callbackSubmitSlug];
    const acts = [undefined, ...(Object.keys(appointmentActs) as (keyof typeof appointmentActs)[])];
    const addresses = [...slugs.map((slug) => callbackPath(language, slug)), ...acts.map((act) => appointmentPath(language, "A".repeat(22), act)), `${pagePath(language, "appointment")}/${openAppointmentSlug}`];
    for (const address of [...addresses, apiPaths.callbacks, `${apiPaths.callbacks}/slots`]) expect(originOf(address), address).toBe("api");
  });

  it.each([apiPaths.description, apiPaths.exportSchema, assetPath("v1", "site.css"), "/", "/en", "/404.html", "/dang-kyx", "/hen-goix"])("%s: to the pages", (address) => {
    expect(originOf(address)).toBe("pages");
  });

  it("what an aggregator says of texts: to the API", () => {
    expect(originOf(apiPaths.receipts)).toBe("api");
  });

  it.each(languages)("every page in %s: to the pages, with and without a slash at the end", (language) => {
    for (const page of pageNames) {
      const address = pagePath(language, page);
      expect(originOf(address), address).toBe("pages");
      expect(originOf(`${address}/`), `${address}/`).toBe("pages");
    }
  });
});

describe("at the edge, before and after the bucket", () => {
  type Answer = { statusCode: number; headers?: Record<string, { value: string }> };
  const edge: (event: { request: { uri: string }; response?: Answer }) => { uri: string } & Answer = runInNewContext(`${pageAddresses}; handler`);
  const fileOf = (uri: string) => edge({ request: { uri } }).uri;
  const statusOf = (uri: string, statusCode: number) => edge({ request: { uri }, response: { statusCode } }).statusCode;

  it("stands before and behind the pages, and not in the API's way", () => {
    const [[id] = [""]] = prod.ofType("AWS::CloudFront::Function");
    const placed = distribution.DefaultCacheBehavior.FunctionAssociations.map((one: Properties) => [one.EventType, text(one.FunctionARN).split(".")[0]]);
    expect(placed).toEqual([
      ["viewer-request", id],
      ["viewer-response", id],
    ]);
    for (const behaviour of distribution.CacheBehaviors) expect(behaviour.FunctionAssociations).toBeUndefined();
  });

  it("finds a file that the build writes for every page, with and without a slash at the end", async () => {
    const built = await buildSite("version");
    const addresses = languages.flatMap((language) => pageNames.map((page) => pagePath(language, page)));
    for (const address of addresses) {
      expect([...built.keys()], address).toContain(fileOf(address));
      expect(fileOf(`${address}/`.replace("//", "/")), address).toBe(fileOf(address));
      expect(statusOf(address, 200)).toBe(200);
    }
    expect([...built.keys()]).toEqual(expect.arrayContaining([fileOf("/khong-co"), fileOf("/en/nowhere")]));
  });

  it("says 404, in the page's language, where there is no page", () => {
    expect(["/khong-co", "/en/nowhere", "/dang-kyx", "/enx", "/favicon.ico"].map(fileOf)).toEqual(["/404.html", "/en/404.html", "/404.html", "/404.html", "/404.html"]);
    expect(["/khong-co", "/en/nowhere", "/404.html"].map((uri) => statusOf(uri, 200))).toEqual([404, 404, 404]);
  });

  it("lets a phone keep the page it already has", () => {
    expect([statusOf("/dang-ky", 304), statusOf("/khong-co", 304)]).toEqual([304, 304]);
  });

  it("leaves files as they are", () => {
    for (const file of [assetPath("v1", "site.css"), apiPaths.description, apiPaths.exportSchema, assetPath("v1", "icon.svg")]) {
      expect(fileOf(file)).toBe(file);
      expect(statusOf(file, 200)).toBe(200);
    }
  });

  it("tells the browser to forget, with the picture on the exit's page and with nothing else", () => {
    const headersOf = (uri: string) => edge({ request: { uri }, response: { statusCode: 200, headers: {} } }).headers;
    expect(fileOf(forgetPath)).toBe(forgetPath);
    expect(headersOf(forgetPath)).toEqual({ "clear-site-data": { value: forgetHeader.value } });
    for (const uri of ["/", "/thoat", "/dang-ky", "/khong-co", assetPath("v1", "icon.svg")]) expect(headersOf(uri), uri).toEqual({});
  });

  it("is written in what the edge's engine understands", () => {
    expect(pageAddresses).not.toMatch(/\b(const|let|var)\s*[[{]|\bimport\b|\bclass\b|\.\.\.|\?\.|\?\?/);
    expect(pageAddresses.length).toBeLessThan(10_240);
  });
});
