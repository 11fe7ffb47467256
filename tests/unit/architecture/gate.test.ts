import { describe, expect, test } from "vitest";
import { filesImporting, filesWith, sourcesOf, type Source } from "./sources.ts";

const functions = sourcesOf("functions");
const everywhere = [...functions, ...sourcesOf("shared", "web")];
const textOf = (file: string): string => everywhere.find((source) => source.file === file)?.text ?? "";
const under = (folder: string, sources: readonly Source[] = everywhere): Source[] => sources.filter(({ file }) => file.startsWith(`${folder}/`));

/** That these stand in a text in this order, each exactly once. */
function inOrder(text: string, parts: readonly string[]): void {
  const places = parts.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const part of parts) expect(text.split(part)).toHaveLength(2);
}

test("the sources are read: otherwise everything below would hold of nothing", () => {
  expect(functions.length).toBeGreaterThan(40);
  expect(under("functions/hotline").length).toBeGreaterThan(15);
  expect(textOf("functions/messages/send.ts")).toContain("handOver");
});

describe("nothing reaches the carrier but through the gate", () => {
  test("only the SNS route speaks to SNS", () => {
    expect(filesImporting(everywhere, (imported) => imported.includes("client-sns"))).toEqual(["functions/messages/routes/sns.ts"]);
    expect(filesWith(everywhere, /PublishCommand|PhoneNumber:/)).toEqual(["functions/messages/routes/sns.ts"]);
  });

  test("only the sender's one wiring makes a route", () => {
    expect(filesImporting(everywhere, (imported) => imported.startsWith("functions/messages/routes/sns"))).toEqual(["functions/messages/sender/deps.ts"]);
  });

  test("only `send` hands over, once: after the gate, after the claim, and not when either says no", () => {
    expect(filesWith(everywhere, /\broute\.handOver\(/)).toEqual(["functions/messages/send.ts"]);
    inOrder(textOf("functions/messages/send.ts"), [
      "const refused = refusedBecause(message, now);",
      "if (refused) {",
      'if (!(await deps.store.move(message, "claim",',
      "deps.route.handOver(",
    ]);
  });

  test("the gate of a text asks `mayContact`, and nothing says yes before it", () => {
    const gate = textOf("functions/messages/gate.ts");
    inOrder(gate, ["mayContact(message.contact", "return answer.may ? null : answer.because;"]);
    expect(gate.match(/\bnull\b/g)).toHaveLength(2); // its type, and the one yes
  });

  test("a text waits in the table only as a promise, and only the two areas' stores write one", () => {
    expect(filesWith(functions, /\bpromise\(/).toSorted()).toEqual(["functions/hotline/store.ts", "functions/registration/store.ts"]);
    expect(filesWith(everywhere, /tables\.messages\b/).toSorted()).toEqual(["functions/hotline/store.ts", "functions/registration/store.ts"]);
  });

  test("in the hotline only `promisedText` makes a message, and its one way to it is behind `mayContact`", () => {
    expect(filesWith(under("functions/hotline"), /what: "message", message/)).toEqual(["functions/hotline/promised-text.ts"]);
    expect(filesWith(under("functions/hotline"), /\bdueShard\b|messageKey|lane:/)).toEqual(["functions/hotline/promised-text.ts"]);
    inOrder(textOf("functions/hotline/promised-text.ts"), ['!mayContact(about.contact, { kind: "text", reason }, at).may', "return [];", 'return [{ what: "message", message }];']);
  });
});

describe("nothing reveals a number but behind the gate", () => {
  /** Who may read a number, and what for. A new name here is a decision, not a convenience. */
  const readers = {
    "functions/hotline/ring.ts": "shows it to the counsellor who holds the caller",
    "functions/hotline/change.ts": "promises a text about what the owner has just changed",
    "functions/hotline/close-slots.ts": "promises the text that offers another time",
    "functions/hotline/record-call.ts": "promises the text after a missed call",
  } as const;

  test("only ringing, and the verbs that promise texts, read it", () => {
    expect(filesWith(everywhere, /\bfindPhone\b/).toSorted()).toEqual([...Object.keys(readers), "functions/hotline/store.ts"].toSorted());
  });

  test("whoever reads it for a text gives it to `promisedText` and nowhere else", () => {
    for (const file of Object.keys(readers).filter((one) => one !== "functions/hotline/ring.ts")) {
      const text = textOf(file);
      const uses = text.match(/\bphone\b/g) ?? [];
      // Read, asked whether there is one, and handed over.
      expect(uses).toHaveLength(3 * (text.match(/\bfindPhone\(/g) ?? []).length);
      expect(text.match(/promisedText\(deps, phone, /g)).toHaveLength((text.match(/\bfindPhone\(/g) ?? []).length);
    }
  });

  test("ringing asks whether something is due and whether a call is allowed, and writes the look down, before it reads the number", () => {
    inOrder(textOf("functions/hotline/ring.ts"), ['throw new NotNow("nothingDue")', "const answer = mayCall(before, now);", "if (!answer.may) throw new NotNow(answer.because);", 'event(deps, before.key, "rang"', "findPhone("]);
  });

  test("`mayCall` is the gate's answer and has no other yes", () => {
    const caller = textOf("shared/hotline/caller.ts");
    const body = caller.slice(caller.indexOf("export function mayCall("));
    inOrder(body.slice(0, body.indexOf("\n}")), ['mayContact(rule, { kind: "call"', "may: false"]);
  });

  test("no door sees a whole number: neither desk nor public pages read it, and the desk's pages know it masked", () => {
    const doors = [...under("functions/hotline/desk"), ...under("functions/hotline/public"), ...under("web/pages/desk")];
    expect(filesWith(doors, /\bfindPhone\b|sk: "PHONE"|phoneKey/)).toEqual([]);
    expect(filesImporting(doors, (imported) => imported === "functions/platform/outbox.ts" || imported.includes("lib-dynamodb"))).toEqual([]);
  });

  test("the desk rings by the one verb that shows a number", () => {
    expect(filesWith(under("functions/hotline/desk"), /\bring\(/).length).toBeLessThanOrEqual(1);
    expect(filesWith(under("functions/hotline/public"), /\bring\(|\btakeNext\(|\btakeOver\(/)).toEqual([]);
  });
});
