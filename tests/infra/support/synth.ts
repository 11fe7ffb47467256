import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { NodeFunction } from "../../../infra/kinds/node-function.ts";
import type { FunctionName } from "../../../infra/access.ts";
import { EdgeStack } from "../../../infra/edge-stack.ts";
import { DuongVe } from "../../../infra/stack.ts";
import { stageNamed, type Stage } from "../../../infra/stages.ts";
import type { TableName } from "../../../infra/tables.ts";

/** Loading CDK and one synthesis, on a busy machine. */
export const synthTimeout = 60_000;

export type Properties = Record<string, any>;
export type Resource = { Type: string; Properties: Properties; DeletionPolicy?: string; UpdateReplacePolicy?: string };

type Options = { outdir?: string; change?: Partial<Stage> };

const asTheyAre = new Map<Stage["name"], Synthesised>();
/** A stage's stack. As it is, without bundles, it is made once for all tests in a process: read it, and change a copy. */
export function synth(stageName: Stage["name"], options: Options = {}): Synthesised {
  if (options.outdir !== undefined || options.change) return synthAnew(stageName, options);
  const made = asTheyAre.get(stageName) ?? synthAnew(stageName, options);
  asTheyAre.set(stageName, made);
  return made;
}

function synthAnew(stageName: Stage["name"], { outdir, change = {} }: Options) {
  const bundles = outdir !== undefined;
  const app = new App({ outdir, analyticsReporting: false, context: bundles ? {} : { "aws:cdk:bundling-stacks": [] } });
  const stack = new DuongVe(app, { ...stageNamed(stageName), ...change });
  const template = Template.fromStack(stack).toJSON();
  const resources = template.Resources as Record<string, Resource>;

  return {
    resources,
    /** The firewall before the site, as its own template. */
    edge: () => Template.fromStack(new EdgeStack(new App({ analyticsReporting: false }), stageNamed(stageName))).toJSON() as { Resources: Record<string, Resource>; Outputs: Record<string, Properties> },
    outputs: template.Outputs as Record<string, Properties>,
    functions: stack.functions,
    ofType: (type: string): [string, Resource][] => Object.entries(resources).filter(([, { Type }]) => Type === type),
    /** The settings of the only one of its type. */
    only: (type: string): Properties => {
      const all = Object.values(resources).filter(({ Type }) => Type === type);
      if (all.length !== 1) throw new Error(`${all.length} of ${type} in the template`);
      return found(all[0], type).Properties;
    },
    /** Every alarm that wakes somebody: those that only take a release back have no hearer. */
    alarms: Object.entries(resources).filter(([, { Type, Properties }]) => Type === "AWS::CloudWatch::Alarm" && !Properties.AlarmName.endsWith("-new-version")),
    lambdaOf: (made: NodeFunction): Resource => found(resources[idOf(made, "lambda")], made.node.path),
    idOf,
    /** What the API calls: the alias of the version that people meet. */
    liveIdOf: (made: NodeFunction): string => Stack.of(made).getLogicalId(made.node.findChild("live").node.defaultChild as never),
    tableId: (name: TableName): string => template.Outputs[`${name}Table`].Value.Ref,
  };
}
export type Synthesised = ReturnType<typeof synthAnew>;

/** Written by hand, so that a function nobody has tests for is seen. */
export const functionNames = ["registrationPublic", "registrationDesk", "registrationPapers", "registrationNightly", "hotlinePublic", "hotlineDesk", "hotlineNightly", "staff", "messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs", "upkeep"] as const satisfies readonly FunctionName[];
export type { FunctionName } from "../../../infra/access.ts";

function idOf(made: NodeFunction, child: "lambda" | "role" | "log"): string {
  return Stack.of(made).getLogicalId(made.node.findChild(child).node.defaultChild as never);
}

export function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`not in the template: ${name}`);
  return thing;
}

/** Intrinsic functions as readable text, so that what a policy names can be compared with what exists. */
export function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  const [[name, of] = ["", undefined]] = Object.entries(value) as [string, unknown][];
  if (name === "Ref") return String(of) === "AWS::Partition" ? "aws" : String(of);
  if (name === "Fn::GetAtt" && Array.isArray(of)) return of[1] === "Arn" ? `arn:${of[0]}` : of[1] === "StreamArn" ? `arn:${of[0]}/stream` : `${of[0]}.${of[1]}`;
  if (name === "Fn::Join" && Array.isArray(of)) return of[1].map(text).join(of[0]);
  throw new Error(`cannot read ${JSON.stringify(value)}`);
}
