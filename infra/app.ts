import { App } from "aws-cdk-lib";
import { checkRules } from "./rules.ts";
import { EdgeStack } from "./edge-stack.ts";
import { DuongVe } from "./stack.ts";
import { stageNamed } from "./stages.ts";

const app = new App();
const stage = stageNamed(app.node.tryGetContext("stage") ?? "dev");
new EdgeStack(app, stage);
new DuongVe(app, stage);
checkRules(app);
