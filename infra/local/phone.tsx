import { appendFileSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { localTime } from "../../shared/calendar/local-time.ts";
import { formatPhone } from "../../shared/contact/phone.ts";
import { vi } from "../../web/words/vi.ts";
import { LocalPage } from "./local-page.tsx";
import { replaceFile } from "./replace-file.ts";

type Text = { id: string; to: string; body: string; sender: string; at: string };

/**
 * The phones at the other end: speaks SNS's wire protocol (AWS Query, Publish to a number) and shows what arrived.
 * A text counts as arrived once it is on disk, so that nothing on a phone is forgotten by a restart.
 */
export function createPhone(file: string, now: () => Date, assetsVersion: string): Hono {
  const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
  // A last line without its end was cut off before it was acknowledged: it never arrived.
  const whole = kept.slice(0, kept.lastIndexOf("\n") + 1);
  const texts: Text[] = whole.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (whole !== kept) replaceFile(file, whole);
  const disk = openSync(file, "a", 0o600);
  const app = new Hono();

  app.post("/phone/sns/", async (c) => {
    const fields = new URLSearchParams(await c.req.text());
    const to = fields.get("PhoneNumber") ?? "";
    const refuse = (status: 400, code: string, message: string) =>
      c.body(
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
        status,
        { "Content-Type": "text/xml" },
      );
    if (fields.get("Action") !== "Publish") return refuse(400, "InvalidAction", "This phone only receives Publish");
    if (!/^\+\d{8,15}$/.test(to)) return refuse(400, "InvalidParameter", "Invalid parameter: PhoneNumber");
    const text = { id: randomUUID(), to, body: fields.get("Message") ?? "", sender: senderOf(fields), at: now().toISOString() };
    appendFileSync(disk, `${JSON.stringify(text)}\n`);
    fsyncSync(disk);
    texts.push(text);
    return c.body(
      `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${text.id}</MessageId></PublishResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishResponse>`,
      200,
      { "Content-Type": "text/xml" },
    );
  });

  app.get("/phone.json", (c) => c.json({ texts }));
  app.get("/phone", (c) => {
    const phones = [...new Set(texts.map(({ to }) => to))].toReversed();
    return c.html(
      <LocalPage title="Phones" assetsVersion={assetsVersion}>
        <p class="soft">
          What each phone received, newest first. <a href="/phone.json">As JSON</a>
        </p>
        {phones.length === 0 ? <p>No text has arrived yet.</p> : null}
        {phones.map((phone) => (
          <section>
            <h2>{formatPhone(phone)}</h2>
            {texts
              .filter(({ to }) => to === phone)
              .toReversed()
              .map(({ body, sender, at }) => (
                <div class="notice">
                  <p>{body}</p>
                  <p class="hint">
                    {sender} · {vi.moment(localTime(new Date(at)))}
                  </p>
                </div>
              ))}
          </section>
        ))}
      </LocalPage>,
    );
  });
  return app;
}

function senderOf(fields: URLSearchParams): string {
  for (let n = 1; fields.has(`MessageAttributes.entry.${n}.Name`); n += 1) {
    if (fields.get(`MessageAttributes.entry.${n}.Name`) === "AWS.SNS.SMS.SenderID") return fields.get(`MessageAttributes.entry.${n}.Value.StringValue`) ?? "";
  }
  return "";
}
