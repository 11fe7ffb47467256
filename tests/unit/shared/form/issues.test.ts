import { expect, test } from "vitest";
import * as z from "zod";
import { fieldAt, schemaIssues } from "../../../../shared/form/issues.ts";

const who = { id: "who", fields: [{ name: "person.name", kind: "line" }, { name: "person.home", kind: "choice" }] };
const when = { id: "when", fields: [{ name: "hours", kind: "choices" }] };

test.each([
  ["the field itself", "person.name", "person.name"],
  ["what the field is a part of", "person", "person.name"],
  ["a part of the field", "hours.0", "hours"],
])("an issue is put right at its field, found by %s", (_, path, name) => {
  expect(fieldAt([who, when], path)?.field.name).toBe(name);
});

test("a name that only begins alike is another field, and an issue of nothing that is asked has none", () => {
  expect(fieldAt([who, when], "hoursOfWork")).toBeUndefined();
  expect(fieldAt([who], "hours")).toBeUndefined();
});

test("what a schema finds keeps the area's own codes; everything else gets a general one", () => {
  const schema = z.strictObject({ name: z.string({ error: "name.missing" }), age: z.number() });
  const found = schema.safeParse({ age: "x", extra: 1 }).error?.issues ?? [];
  expect(schemaIssues(found, (text) => text === "name.missing")).toEqual([
    { path: "name", code: "name.missing" },
    { path: "age", code: "field.invalid" },
    { path: "extra", code: "field.unknown" },
  ]);
});
