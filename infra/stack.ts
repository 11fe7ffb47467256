import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { Hotline } from "./constructs/hotline.ts";
import { Messages } from "./constructs/messages.ts";
import { Registration } from "./constructs/registration.ts";
import { Site } from "./constructs/site.ts";
import { Staff } from "./constructs/staff.ts";
import { Upkeep } from "./constructs/upkeep.ts";
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
  readonly messages: Messages;
  readonly registration: Registration;
  readonly hotline: Hotline;
  readonly staff: Staff;
  readonly upkeep: Upkeep;
  readonly site: Site;

  constructor(scope: Construct, stage: Stage) {
    super(scope, `duong-ve-${stage.name}`, {
      description: "Duong Ve: voluntary treatment registration, hotline and reminders",
      env: { account: stage.account, region: stage.region },
      terminationProtection: stage.deletionProtection,
    });
    this.messages = new Messages(this, "messages", stage);
    this.staff = new Staff(this, "staff", stage);
    this.registration = new Registration(this, "registration", { stage, messages: this.messages, staff: this.staff });
    this.hotline = new Hotline(this, "hotline", { stage, messages: this.messages, staff: this.staff });
    this.upkeep = new Upkeep(this, "upkeep", stage);
    this.site = new Site(this, "site", {
      stage,
      answeredBy: {
        registrationPublic: this.registration.public,
        registrationDesk: this.registration.desk,
        registrationPapers: this.registration.papers,
        hotlinePublic: this.hotline.public,
        hotlineDesk: this.hotline.desk,
        messageReceipts: this.messages.receiptHttp,
        staff: this.staff.signIn,
      },
    });
  }
}
