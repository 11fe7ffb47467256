import { describe, expect, test } from "vitest";
import { filesImporting, filesWith, sourcesOf, type Source } from "./sources.ts";

const functions = sourcesOf("functions");
const everywhere = [...functions, ...sourcesOf("shared", "web")];
const textOf = (file: string): string => everywhere.find((source) => source.file === file)?.text ?? "";
const under = (folder: string, sources: readonly Source[] = everywhere): Source[] => sources.filter(({ file }) => file.startsWith(`${folder}/`));
const hotline = under("functions/hotline");
const stores = ["functions/hotline/store.ts", "functions/registration/store.ts"];

/** That these stand in a text in this order, each exactly once. */
function inOrder(text: string, parts: readonly string[]): void {
  for (const part of parts) expect({ part, times: text.split(part).length - 1 }).toEqual({ part, times: 1 });
  const places = parts.map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}
/** A function's text, from its name to the brace that ends it at the margin. */
function functionIn(file: string, name: string): string {
  const text = textOf(file);
  const from = text.indexOf(`function ${name}(`);
  expect({ file, name, found: from >= 0 }).toEqual({ file, name, found: true });
  return text.slice(from, text.indexOf("\n}", from));
}
const between = (text: string, from: string, to: string): string => text.slice(text.indexOf(from) + from.length, text.indexOf(to));
const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;

test("the sources are read: otherwise everything below would hold of nothing", () => {
  expect(functions.length).toBeGreaterThan(40);
  expect(hotline.length).toBeGreaterThan(15);
  expect(textOf("functions/messages/send.ts")).toContain("handOver");
});

describe("nothing reaches a carrier but through the gate", () => {
  test("only the SNS route speaks to SNS, and only the other route to an aggregator", () => {
    expect(filesImporting(everywhere, (imported) => imported.includes("client-sns"))).toEqual(["functions/messages/routes/sns.ts"]);
    expect(filesWith(everywhere, /PublishCommand|PhoneNumber:/)).toEqual(["functions/messages/routes/sns.ts"]);
    expect(filesWith(functions, /(?<!app\.)\bfetch\(/)).toEqual(["functions/messages/routes/http.ts"]);
    expect(filesImporting(functions, (imported) => /^(node:)?https?$|^(node:)?(net|tls|http2)$/.test(imported))).toEqual([]);
  });

  test("only the senders' one wiring makes a route", () => {
    const routes = (imported: string): boolean => ["sns.ts", "http.ts"].some((file) => imported === `functions/messages/routes/${file}`);
    expect(filesImporting(everywhere, routes)).toEqual(["functions/messages/sender/deps.ts"]);
    expect(filesWith(everywhere, /\bcreate(Sns|Http)Route\(/)).toEqual(["functions/messages/routes/http.ts", "functions/messages/routes/sns.ts", "functions/messages/sender/deps.ts"]);
  });

  test("only `send` hands over, once: after the gate, its turn, the gate again and the claim", () => {
    expect(filesWith(everywhere, /\.handOver\(/)).toEqual(["functions/messages/send.ts"]);
    expect(count(textOf("functions/messages/send.ts"), /handOver\(/g)).toBe(1);
    inOrder(functionIn("functions/messages/send.ts", "attempt"), [
      "const early = decide(message, phone, digest, deps.now());",
      'if (early.do !== "send") return',
      'if (!(await deps.network.turn(route.name, message.lane))) return "done";',
      "const at = deps.now();",
      "const decision = decide(message, phone, digest, at);",
      'if (decision.do !== "send") return',
      "if (!(await deps.store.claim(",
      'return "again";',
      "await route.handOver({",
      "await mark(deps, claimed, result, route, ",
    ]);
  });

  test("nothing is waited for between its last decision and the claim, nor between the claim and the carrier", () => {
    const attempt = functionIn("functions/messages/send.ts", "attempt");
    for (const [from, to] of [["const at = deps.now();", "deps.store.claim("], ["deps.store.claim(", "route.handOver("]] as const) expect({ to, awaits: count(between(attempt, from, to), /\bawait\b/g) }).toEqual({ to, awaits: 1 });
  });

  test("the claim is a write on the message and on its phone as they were read", () => {
    const store = textOf("functions/messages/store.ts");
    expect(store).toContain('const sameReading = messageMoves[name].from.every((state) => state === "waiting");');
    expect(store).toContain('AND #attempts = :attempts${sameReading ? " AND revision = :revision');
    expect(store).toContain('"version = :version AND attribute_not_exists(stoppedAt)"');
  });

  test("the gate of a text asks `mayContact`, and nothing says yes before it", () => {
    expect(filesImporting(everywhere, (imported) => imported === "functions/messages/gate.ts")).toEqual(["functions/messages/send.ts", "functions/messages/store.ts"]);
    expect(filesWith(under("functions/messages"), /\bdecide\(/)).toEqual(["functions/messages/gate.ts", "functions/messages/send.ts"]);
    const decide = functionIn("functions/messages/gate.ts", "decide");
    inOrder(decide, [
      "if (message.withdrawn !== undefined) return stop(message.withdrawn);",
      "if (now.toISOString() > message.notAfter) return stop(",
      "if (!message.to || !message.contact) return stop(",
      'const answer = mayContact(message.contact, { kind: "text", reason: message.reason }, now);',
      'if (!answer.may && answer.because !== "outsideSafeHours") return stop(answer.because);',
      'return answer.may ? { do: "send" } : stop(answer.because);',
      "if (phone.stoppedAt !== undefined) return stop(",
      "if (!isSafeHour(hours, now)) return waitUntil(",
      "if (others.some((one) => one.digest === digest)) return stop(",
      "if (nth !== undefined) return waitUntil(",
    ]);
    // The one yes of a code, after the answers; and the last line.
    expect(count(decide, /do: "send"/g)).toBe(2);
    expect(decide.trimEnd().endsWith('return { do: "send" };')).toBe(true);
    expect(count(textOf("functions/messages/gate.ts"), /do: "send"/g)).toBe(3); // its type
  });
});

describe("nothing waits in the table but a promise", () => {
  test("only the outbox puts a message, or seals its number", () => {
    expect(filesWith(functions, /MESSAGE#/)).toEqual(["functions/platform/outbox.ts", "functions/platform/own-texts.ts"]);
    expect(filesWith([...under("functions/messages"), ...everywhere.filter(({ file }) => file === "functions/platform/own-texts.ts")], /\bPut(Command)?\b/)).toEqual([]);
    expect(filesWith(functions, /\bmessageKey\(/).toSorted()).toEqual(["functions/messages/store.ts", "functions/platform/outbox.ts", "functions/platform/own-texts.ts"]);
    expect(filesWith(functions, /\bopenSealed\(|\bsealedFor\b/)).toEqual(["functions/messages/store.ts", "functions/platform/outbox.ts"]);
    expect(filesWith(functions, /seal\.close\(sealedFor/)).toEqual(["functions/platform/outbox.ts"]);
  });

  test("only the two areas' stores hold its pen, and only their doors hand it to them", () => {
    const erasing = "functions/registration/erase-store.ts";
    expect(filesWith(functions, /\boutbox\.\w+\(/).filter((file) => file !== erasing)).toEqual(stores);
    expect(filesWith(functions, /\.(promise|withdraw|amend|stopPhone)\(/).filter((file) => file !== erasing)).toEqual(stores);
    // Who is forgotten is promised nothing more.
    expect([...textOf(erasing).matchAll(/\boutbox\.(\w+)\(/g)].map(([, act]) => act)).toEqual(["withdraw"]);
    const makers = filesWith(functions, /\bcreateOutbox\(/).filter((file) => file !== "functions/platform/outbox.ts");
    expect(makers.length).toBeGreaterThan(1);
    for (const file of makers) expect(file).toMatch(/^functions\/(hotline|registration)\/\w+\/handler\.ts$/);
  });

  test("a text that stands in a table forgets number and values when it is done", () => {
    expect(textOf("functions/messages/store.ts")).toContain('const removes = [...(open ? [] : ["dueShard", "sealed"])');
    expect(textOf("functions/platform/outbox.ts")).toContain("const { to, values, ...rest } = message;");
  });

  test("in each half only `promised-text` makes a message, but the one of a code that somebody asks for", () => {
    expect(filesWith(functions, /\bnewMessage\(/)).toEqual(["functions/hotline/promised-text.ts", "functions/registration/promised-text.ts", "functions/registration/request-code.ts"]);
    expect(filesWith(hotline, /\{ what: "message", message/)).toEqual(["functions/hotline/promised-text.ts"]);
    expect(filesWith(hotline, /\bdueShard\b|messageKey|lane:/)).toEqual(["functions/hotline/promised-text.ts"]);
    for (const [half, other] of [["hotline", "registration"], ["registration", "hotline"]] as const) expect({ half, crosses: filesWith(under(`functions/${half}`), new RegExp(`area: "${other}"`)) }).toEqual({ half, crosses: [] });
  });

  test("in the hotline it is made behind `mayContact` only", () => {
    const messageOf = functionIn("functions/hotline/promised-text.ts", "messageOf");
    inOrder(messageOf, [
      'const answer = mayContact(about.contact, { kind: "text", reason }, at);',
      'if (at.toISOString() >= notAfter || (!answer.may && answer.because !== "outsideSafeHours")) return null;',
      "return newMessage(",
    ]);
    expect(count(textOf("functions/hotline/promised-text.ts"), /newMessage\(/g)).toBe(1);
  });

  test("in the hotline only `write` writes, and it takes texts along", () => {
    expect(filesWith(hotline, /\bstore\.write\b/)).toEqual(["functions/hotline/write.ts"]);
    expect(filesWith(hotline, /\bwrite\b[^(=]*\}\s*=\s*deps\.store|\bdeps\.store\[/)).toEqual([]);
    expect(textOf("functions/hotline/write.ts")).toContain("deps.store.write(withTexts(changes, now), now)");
    const writers = filesWith(hotline, /(await|=>) write\(/);
    expect(writers.length).toBeGreaterThan(10);
    expect(filesImporting(hotline, (imported) => imported === "functions/hotline/write.ts").filter((file) => !writers.includes(file))).toEqual([]);
    for (const file of writers) expect({ file, own: filesImporting(hotline, (imported) => imported === "functions/hotline/write.ts").includes(file) }).toEqual({ file, own: true });
  });

  test("in the hotline only `write` takes texts back or judges them anew, and only an owner's answer stops a phone", () => {
    expect(filesWith(hotline, /what: "(noMessage|messageRule)", message: /)).toEqual(["functions/hotline/write.ts"]);
    expect(filesWith(hotline, /\{ what: "noTexts", phone \}/)).toEqual(["functions/hotline/answer.ts"]);
    // Beside the store's one write, only what takes a caller away for good.
    for (const file of ["functions/hotline/store.ts", "functions/hotline/erase-store.ts"]) {
      expect({ file, writes: count(textOf(file), /\btransact\(/g) }).toEqual({ file, writes: 1 });
      expect({ file, others: count(textOf(file), /new (Update|Put|Delete|TransactWrite|BatchWrite)Command\(/g) }).toEqual({ file, others: 0 });
    }
    expect(textOf("functions/hotline/erase-store.ts")).not.toMatch(/\bPut: |\bUpdate: /);
    expect(filesImporting(hotline, (imported) => imported.includes("lib-dynamodb"))).toEqual(["functions/hotline/erase-store.ts", "functions/hotline/store.ts"]);
  });
});

describe("nothing reveals a number but behind the gate", () => {
  /** Who may read a number, and what for. A new name here is a decision, not a convenience. */
  const readers = {
    "functions/hotline/ring.ts": "shows it to the counsellor who holds the caller",
    "functions/hotline/answer.ts": "stops every text to it, at the wish of who holds it",
    "functions/hotline/change.ts": "promises a text about what the owner has just changed",
    "functions/hotline/close-slots.ts": "promises the text that offers another time",
    "functions/hotline/decide.ts": "promises the reminders of who waits again",
    "functions/hotline/record-call.ts": "promises the text after a missed call, and those of a follow-up",
  } as const;
  const texting = ["functions/hotline/change.ts", "functions/hotline/close-slots.ts", "functions/hotline/decide.ts", "functions/hotline/record-call.ts"] as const;

  test("only ringing, and the verbs that promise or stop texts, read it", () => {
    expect(filesWith([...hotline, ...under("shared"), ...under("web")], /\bfindPhone\b/).toSorted()).toEqual([...Object.keys(readers), "functions/hotline/store.ts"].toSorted());
  });

  test("whoever reads it for a text gives it to a promise and nowhere else", () => {
    for (const file of texting) {
      const text = textOf(file);
      const reads = count(text, /\bfindPhone\(/g);
      // Read, asked whether there is one, and handed over.
      expect({ file, uses: count(text, /\bphone\b/g), promises: count(text, /\bpromised(Text|Appointment)\(deps, phone, /g) }).toEqual({ file, uses: 3 * reads, promises: reads });
    }
  });

  test("whoever reads it to stop texts gives it to that, and the table keeps its keyed hash", () => {
    const text = textOf("functions/hotline/answer.ts");
    const stops = count(text, /\{ what: "noTexts", phone \}/g);
    expect(stops).toBeGreaterThan(0);
    // Each time read, asked whether there is one, and stopped.
    expect({ reads: count(text, /\bfindPhone\(/g), uses: count(text, /(?<!")\bphone\b/g) }).toEqual({ reads: stops, uses: 3 * stops });
    expect(textOf("functions/platform/outbox.ts")).toContain('pk: `PHONE#${seal.hash("phone", phone)}`');
  });

  test("ringing asks whether something is due and whether a call is allowed, and writes the look down, before it reads the number", () => {
    inOrder(textOf("functions/hotline/ring.ts"), ['throw new NotNow("nothingDue")', "const answer = mayCall(before, now);", "if (!answer.may) throw new NotNow(answer.because);", 'event(deps, before.key, "rang"', "findPhone("]);
  });

  test("`mayCall` is the gate's answer and has no other yes", () => {
    inOrder(functionIn("shared/hotline/caller.ts", "mayCall"), ['mayContact(rule, { kind: "call"', "may: false"]);
  });

  test("no door sees a whole number: neither desk nor public pages read it, and the desk's pages know it masked", () => {
    const doors = [...under("functions/hotline/desk"), ...under("functions/hotline/public"), ...under("web/pages/desk")];
    expect(filesWith(doors, /\bfindPhone\b|sk: "PHONE"|phoneKey|openSealed/)).toEqual([]);
    expect(filesImporting(doors, (imported) => imported.includes("lib-dynamodb"))).toEqual([]);
    // What makes the pen hands it on and does nothing with it.
    const makers = filesImporting(doors, (imported) => imported === "functions/platform/outbox.ts");
    expect(makers).toEqual(["functions/hotline/desk/handler.ts", "functions/hotline/public/handler.ts"]);
    for (const file of makers) expect(textOf(file)).toContain('import { createOutbox } from "../../platform/outbox.ts";');
  });

  test("what the desk sees of texts has no number: it stays sealed", () => {
    const ownTexts = textOf("functions/platform/own-texts.ts");
    expect(ownTexts).toContain("sealed: _sealed, ...rest } = item;");
    expect(ownTexts).not.toMatch(/createSeal|openSealed|\.open\(/);
  });

  test("the desk rings by the one verb that shows a number", () => {
    expect(filesWith(under("functions/hotline/desk"), /\bring\(/).length).toBeLessThanOrEqual(1);
    expect(filesWith(under("functions/hotline/public"), /\bring\(|\btakeNext\(|\btakeOver\(/)).toEqual([]);
  });
});
