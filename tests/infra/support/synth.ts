import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import type { NodeFunction } from "../../../infra/kinds/node-function.ts";
import { DuongVe } from "../../../infra/stack.ts";
import { stageNamed, type Stage } from "../../../infra/stages.ts";
import type { TableName } from "../../../infra/tables.ts";

/** Loading CDK and one synthesis, on a busy machine. */
export const synthTimeout = 60_000;

export type Properties = Record<string, any>;
export type Resource = { Type: string; Properties: Properties; DeletionPolicy?: string; UpdateReplacePolicy?: string };

export function synth(stageName: Stage["name"], { outdir, change = {} }: { outdir?: string; change?: Partial<Stage> } = {}) {
  const bundles = outdir !== undefined;
  const app = new App({ outdir, analyticsReporting: false, context: bundles ? {} : { "aws:cdk:bundling-stacks": [] } });
  const stack = new DuongVe(app, { ...stageNamed(stageName), ...change });
  const template = Template.fromStack(stack).toJSON();
  const resources = template.Resources as Record<string, Resource>;

  return {
    resources,
    outputs: template.Outputs as Record<string, Properties>,
    functions: {
      registrationPublic: stack.registration.public,
      hotlinePublic: stack.hotline.public,
      hotlineDesk: stack.hotline.desk,
      staff: stack.staff.signIn,
      messageStream: stack.messages.stream,
      messageSweep: stack.messages.sweep,
      registrationDesk: stack.registration.desk,
      registrationPapers: stack.registration.papers,
      messageReceipts: stack.messages.receiptHttp,
      messageReceiptLogs: stack.messages.receiptLogs,
      upkeep: stack.upkeep.daily,
    } satisfies Record<FunctionName, NodeFunction>,
    ofType: (type: string): [string, Resource][] => Object.entries(resources).filter(([, { Type }]) => Type === type),
    lambdaOf: (made: NodeFunction): Resource => found(resources[idOf(made, "lambda")], made.node.path),
    idOf,
    tableId: (name: TableName): string => template.Outputs[`${name}Table`].Value.Ref,
  };
}
export type Synthesised = ReturnType<typeof synth>;

export const functionNames = ["registrationPublic", "registrationDesk", "registrationPapers", "hotlinePublic", "hotlineDesk", "staff", "messageStream", "messageSweep", "messageReceipts", "messageReceiptLogs", "upkeep"] as const;
export type FunctionName = (typeof functionNames)[number];

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
