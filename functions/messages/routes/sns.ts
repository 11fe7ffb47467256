import { GetSMSAttributesCommand, PublishCommand, SNSClient, SNSServiceException } from "@aws-sdk/client-sns";
import { notOurs, type HandOver, type Route } from "./route.ts";

const finalErrors = new Set(["InvalidParameterException", "InvalidParameter", "InvalidParameterValueException", "OptedOutException", "OptedOut"]);
/** Answers of 500 and above that still say the request was turned away; behind any other the text may be on its way. */
const busy = new Set(["ServiceUnavailable", "ThrottledException", "Throttling", "ThrottlingException"]);
/** Nothing was sent: the connection was never made. */
const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** SNS has no idempotency token for a text: the SDK must not repeat a request by itself, and a timeout is doubt. */
export function createSnsRoute(senderId: string): Route {
  const client = new SNSClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
  return {
    name: "sns",
    async handOver({ to, body }): Promise<HandOver> {
      const refused = notOurs(to);
      if (refused) return refused;
      try {
        const { MessageId } = await client.send(
          new PublishCommand({
            PhoneNumber: to,
            Message: body,
            MessageAttributes: {
              "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" },
              "AWS.SNS.SMS.SenderID": { DataType: "String", StringValue: senderId },
            },
          }),
        );
        return { outcome: "handed", routeMessageId: MessageId ?? "" };
      } catch (thrown) {
        return afterError(thrown);
      }
    },
    async probe() {
      try {
        await client.send(new GetSMSAttributesCommand({}));
        return true;
      } catch (thrown) {
        // Refused is answered too: the function may send texts and need not read settings.
        return thrown instanceof SNSServiceException && (thrown.$metadata.httpStatusCode ?? 500) < 500 && !busy.has(thrown.name);
      }
    },
  };
}

function afterError(thrown: unknown): HandOver {
  if (!(thrown instanceof Error)) return { outcome: "unknown", because: "unknown" };
  if (thrown instanceof SNSServiceException && thrown.$metadata.httpStatusCode !== undefined) {
    const refused = thrown.$metadata.httpStatusCode < 500 || busy.has(thrown.name);
    return refused ? { outcome: "notHanded", because: thrown.name, final: finalErrors.has(thrown.name) } : { outcome: "unknown", because: thrown.name };
  }
  const code = "code" in thrown ? String(thrown.code) : thrown.name;
  const unconnected = neverConnected.has(code) || thrown.message.includes("did not establish a connection");
  return unconnected ? { outcome: "notHanded", because: code, final: false } : { outcome: "unknown", because: code };
}
