import { operatorFile } from "../../shared/messages/operator-file.ts";
import { stages } from "../stages.ts";

process.stdout.write(operatorFile(stages.prod.smsSenderId, new URL(stages.prod.siteOrigin).host));
