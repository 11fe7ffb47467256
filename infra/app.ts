import { App } from "aws-cdk-lib";
import { DuongVe } from "./stack.ts";
import { stageNamed } from "./stages.ts";

const app = new App();
new DuongVe(app, stageNamed(app.node.tryGetContext("stage") ?? "dev"));
