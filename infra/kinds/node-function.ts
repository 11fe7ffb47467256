import { dirname, join } from "node:path";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { MathExpression, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Architecture, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogLevel, NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { lambdaBundle } from "../lambda-bundle.ts";
import type { Stage } from "../stages.ts";
import { ImpactAlarm } from "./impact-alarm.ts";
import { logMetric } from "./log-metric.ts";
import { slugOf } from "./slug.ts";

const root = join(import.meta.dirname, "../..");

export type NodeFunctionProps = {
  stage: Stage;
  /** Below functions/. */
  entry: string;
  /** Exactly what the function's settings schema names: give it with `satisfies`. */
  environment: Record<string, string>;
  environmentKey?: IKey;
  /** What has to lie beside the bundle: files below node_modules, at the same place there. */
  files?: readonly string[];
  /** What a person notices when this function fails; it becomes the alarm's text. */
  errorImpact: string;
};

type Size = {
  memorySize: number;
  timeout: Duration;
  retryAttempts?: number;
  /** Codes by which its log tells of a failure that was answered, and is no error to Lambda. */
  failureCodes?: readonly string[];
};

/** What every function of the house has in common; use the kind that names its trigger. */
export class NodeFunction extends Construct {
  readonly lambda: NodejsFunction;
  readonly role: Role;
  readonly log: LogGroup;

  constructor(scope: Construct, id: string, { stage, entry, environment, environmentKey, files = [], errorImpact }: NodeFunctionProps, { failureCodes = [], ...size }: Size) {
    super(scope, id);
    this.log = new LogGroup(this, "log", { retention: stage.logRetention, removalPolicy: stage.removalPolicy });
    // A role of our own: the one Lambda would bring may write to every log group of the account.
    this.role = new Role(this, "role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.log.grantWrite(this.role);
    this.lambda = new NodejsFunction(this, "lambda", {
      ...size,
      entry: join(root, "functions", entry),
      // Settings that are secret are read when the function is deployed: it is only when something of it differs.
      description: `${entry}, secrets ${stage.secretsRevision}`,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      role: this.role,
      logGroup: this.log,
      environment,
      ...(environmentKey ? { environmentEncryption: environmentKey } : {}),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      projectRoot: root,
      depsLockFilePath: join(root, "package-lock.json"),
      bundling: {
        format: OutputFormat.ESM,
        target: lambdaBundle.target,
        mainFields: lambdaBundle.mainFields,
        minify: true,
        sourceMap: false,
        externalModules: [],
        forceDockerBundling: false,
        logLevel: LogLevel.WARNING,
        esbuildArgs: {
          // Vietnamese letters as they are: escaped, each would take six bytes.
          "--charset": "utf8",
          "--jsx": "automatic",
          "--jsx-import-source": lambdaBundle.jsxImportSource,
          ...Object.fromEntries(Object.entries(lambdaBundle.alias).map(([name, file]) => [`--alias:${name}`, file])),
        },
        banner: lambdaBundle.banner,
        commandHooks: {
          beforeBundling: () => [],
          beforeInstall: () => [],
          afterBundling: (from, to) => files.map((file) => copying(join(from, "node_modules", file), join(to, "node_modules", file))),
        },
      },
    });
    environmentKey?.grantDecrypt(this.role);
    new ImpactAlarm(this, "errors", {
      stage,
      metric: this.failures(stage, failureCodes),
      threshold: stage.alarms.functionErrors,
      errorImpact,
    });
  }

  private failures(stage: Stage, codes: readonly string[]): IMetric {
    const errors = this.lambda.metricErrors({ period: Duration.minutes(5) });
    if (codes.length === 0) return errors;
    const answered = logMetric("answered-failures", { stage, metricName: `Failures-${slugOf(this, "answered")}`, writers: [this], codes });
    return new MathExpression({ expression: "FILL(errors, 0) + FILL(answered, 0)", usingMetrics: { errors, answered }, period: Duration.minutes(5), label: "failures" });
  }

  allow(actions: string[], resources: string[], conditions: Record<string, Record<string, unknown>> = {}): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
  }
}

const copying = (from: string, to: string): string => `mkdir -p "${dirname(to)}" && cp "${from}" "${to}"`;
