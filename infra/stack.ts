import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { FunctionName } from "./access.ts";
import { Dashboard } from "./constructs/dashboard.ts";
import { FrontDoor } from "./constructs/front-door.ts";
import { Hotline } from "./constructs/hotline.ts";
import { Messages } from "./constructs/messages.ts";
import { Operations } from "./constructs/operations.ts";
import { Registration } from "./constructs/registration.ts";
import { Site } from "./constructs/site.ts";
import { Staff } from "./constructs/staff.ts";
import { Upkeep } from "./constructs/upkeep.ts";
import { Watch } from "./constructs/watch.ts";
import { giveAccess } from "./kinds/give-access.ts";
import type { NodeFunction } from "./kinds/node-function.ts";
import type { Stage } from "./stages.ts";

/**
 * browser ─► site ─┬─► pages built ahead
 *                  ├─► registration ─► registrations table
 *                  │               └─► messages table ─► senders ─► networks ─► phone
 *                  ├─► hotline ─► hotline table   (the wall: neither side reads the other, nor the other's texts)
 *                  │          └─► messages table
 *                  ├─► receipts ─► messages table   (what the networks say of texts: by the site, or by SNS's log)
 *                  └─► staff ─► staff table, Cognito
 */
export class DuongVe extends Stack {
  readonly functions: Record<FunctionName, NodeFunction>;

  constructor(scope: Construct, stage: Stage) {
    super(scope, `duong-ve-${stage.name}`, {
      description: "Duong Ve: voluntary treatment registration, hotline and reminders",
      env: { account: stage.account, region: stage.region },
      terminationProtection: stage.deletionProtection,
    });
    const door = new FrontDoor(this, "site-door", stage);
    const messages = new Messages(this, "messages", { stage, door });
    const staff = new Staff(this, "staff", { stage, door });
    const registration = new Registration(this, "registration", { stage, door, messages, staff });
    const hotline = new Hotline(this, "hotline", { stage, door, messages, staff });
    const upkeep = new Upkeep(this, "upkeep", stage);
    const answeredBy = {
      registrationPublic: registration.public,
      registrationDesk: registration.desk,
      registrationPapers: registration.papers,
      hotlinePublic: hotline.public,
      hotlineDesk: hotline.desk,
      messageReceipts: messages.receiptHttp,
      staff: staff.signIn,
    };
    this.functions = { ...answeredBy, messageStream: messages.stream, messageSweep: messages.sweep, messageReceiptLogs: messages.receiptLogs, registrationNightly: registration.nightly, hotlineNightly: hotline.nightly, upkeep: upkeep.daily };
    const tables = { registrations: registration.table, hotline: hotline.table, staff: staff.table, messages: messages.table };
    giveAccess(this.functions, tables);

    const site = new Site(this, "site", { stage, door, answeredBy });
    new Operations(this, "operations", { stage, tables: Object.values(tables) });
    new Watch(this, "watch", stage);
    new Dashboard(this, "dashboard", { stage, site, tables: Object.values(tables) });
  }
}
