import { setTimeout as wait } from "node:timers/promises";
import { Hono } from "hono";
import type { FC } from "hono/jsx";
import * as z from "zod";
import { localTime } from "../../shared/calendar/local-time.ts";
import { formatPhone } from "../../shared/contact/phone.ts";
import { vi } from "../../web/words/vi.ts";
import { LocalPage } from "./local-page.tsx";
import { createNetworks, takings, type Behaviours, type OnServer, type Taking } from "./phone-networks.ts";
import { createReceipts, receiptWays, type Receivers, type ReceiptWay } from "./phone-receipts.ts";
import { networks, openTexts, type Network, type Text } from "./phone-texts.ts";

type Settings = {
  file: string;
  now: () => Date;
  assetsVersion: string;
  /** Shared with the http network. */
  secret: string;
  receipts?: Receivers;
  waits?: Partial<typeof usualWaits>;
};
const usualWaits = { slowMs: 4_000, receiptMs: 300, retryMs: 1_000, lateMs: 600_000 };

const networkWords: Record<Network, string> = { sns: "Amazon SNS", http: "HTTP aggregator" };
const takingWords: Record<Taking, string> = {
  normal: "taken",
  slow: "taken slowly (4 s)",
  busy: "refused: busy (429)",
  broken: "refused: broken (500)",
  silent: "taken, never answered",
  refusing: "refused: bad number",
  unreachable: "line cut unread",
};
const receiptWords: Record<ReceiptWay, string> = {
  once: "delivered",
  never: "never",
  twice: "delivered, twice",
  late: "delivered, late",
  failed: "failed, phone off",
  blocked: "failed, name blocked",
  contradicting: "delivered, then failed",
};
const lostWords = { failed: "Never reached the phone: off", blocked: "Never reached the phone: brand name blocked" };
const repeatsWords = { attempt: "Sent again: same attempt", words: "Same words again" };

const changeSchema = z.object({
  network: z.enum(networks, `network: one of ${networks.join(", ")}`),
  taking: z.enum(takings, `taking: one of ${takings.join(", ")}`),
  receipts: z.enum(receiptWays, `receipts: one of ${receiptWays.join(", ")}`),
});

/** The phones at the other end, and the two networks that reach them, which behave as chosen on the page. */
export function createPhone({ file, now, assetsVersion, secret, receipts: receivers = {}, waits }: Settings): { app: Hono<OnServer>; stop: () => void; flushLate: () => Promise<void> } {
  const texts = openTexts(file);
  const { slowMs, ...receiptWaits } = { ...usualWaits, ...waits };
  const stopped = new AbortController();
  const stopping = stopped.signal;
  /** Keeps no process alive, and ends at once when everything stops. */
  const pause = (ms: number): Promise<void> => wait(ms, undefined, { ref: false, signal: stopping }).catch(() => {});
  const behaviours: Behaviours = { sns: { taking: "normal", receipts: "once" }, http: { taking: "normal", receipts: "once" } };
  const receipts = createReceipts({ texts, receivers, secret, now, pause, stopping, waits: receiptWaits });
  const app = createNetworks({ texts, behaviours, follow: receipts.follow, secret, now, pause, stopping, slowMs });

  app.post("/phone/behaviour", async (c) => {
    const change = changeSchema.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!change.success) return c.text(change.error.issues.map(({ message }) => message).join("\n"), 422);
    const { network, ...behaviour } = change.data;
    behaviours[network] = behaviour;
    return c.redirect("/phone", 303);
  });
  app.get("/phone.json", (c) => c.json({ texts: texts.all(), behaviours }));
  app.get("/phone", (c) => {
    const phones = [...new Set(texts.all().map(({ to }) => to))].toReversed();
    return c.html(
      <LocalPage title="Phones" assetsVersion={assetsVersion}>
        {networks.map((network) => (
          <BehaviourForm network={network} behaviours={behaviours} />
        ))}
        <p class="soft">
          What each phone received, newest first. <a href="/phone.json">As JSON</a>
        </p>
        {phones.length === 0 ? <p>No text has arrived yet.</p> : null}
        {phones.map((phone) => (
          <section>
            <h2>{formatPhone(phone)}</h2>
            {texts
              .all()
              .filter(({ to }) => to === phone)
              .toReversed()
              .map((text) => (
                <OneText text={text} />
              ))}
          </section>
        ))}
      </LocalPage>,
    );
  });
  return { app, stop: () => stopped.abort(), flushLate: receipts.flushLate };
}

const BehaviourForm: FC<{ network: Network; behaviours: Behaviours }> = ({ network, behaviours }) => {
  const rows = [
    { name: "taking", label: "Texts", words: Object.entries(takingWords) },
    { name: "receipts", label: "Receipts", words: Object.entries(receiptWords) },
  ] as const;
  return (
    <form method="post" action="/phone/behaviour">
      <h2>{networkWords[network]}</h2>
      <input type="hidden" name="network" value={network} />
      <table>
        {rows.map(({ name, label, words }) => (
          <tr>
            <td>
              <label for={`${network}-${name}`}>{label}</label>
            </td>
            <td>
              <select id={`${network}-${name}`} name={name}>
                {words.map(([value, word]) => (
                  <option value={value} selected={value === behaviours[network][name]}>
                    {word}
                  </option>
                ))}
              </select>
            </td>
          </tr>
        ))}
      </table>
      <button class="secondary">Set</button>
    </form>
  );
};

const OneText: FC<{ text: Text }> = ({ text: { body, sender, at, network, attemptId, lost, repeats, receipts } }) => (
  <div class="notice">
    <p>{body}</p>
    <p class="hint">
      {sender} · {moment(at)} · {networkWords[network]}
      {attemptId === undefined ? null : ` · attempt ${attemptId}`}
    </p>
    {repeats ? <p class="error">{repeatsWords[repeats]}</p> : null}
    {lost ? <p class="error">{lostWords[lost]}</p> : null}
    {receipts.map((receipt) => (
      <p class="hint">
        Receipt {moment(receipt.at)}: {receipt.status}, “{receipt.reason}”{receipt.taken ? null : " (nobody took it)"}
      </p>
    ))}
  </div>
);

const moment = (at: string): string => vi.moment(localTime(new Date(at)));
