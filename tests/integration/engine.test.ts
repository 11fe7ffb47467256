import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, startEngine } from "../../infra/local/engine.ts";

/** Somebody else's server, which answers whatever it is asked. */
const stranger = createServer((_, response) => response.end("{}"));
let taken = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  taken = (stranger.address() as AddressInfo).port;
});
afterAll(() => void stranger.close());

describe("a port that somebody took before the engine could open it", () => {
  test("is left to them, and another one used", async () => {
    const ports = [taken, await freePort()];
    const engine = await startEngine(undefined, () => Promise.resolve(ports.shift() ?? 0));
    expect(ports).toEqual([]);
    expect(engine.endpoint).not.toContain(String(taken));
    const client = new DynamoDBClient({ endpoint: engine.endpoint, region: "local", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    client.destroy();
    await engine.stop();
  });

  test("is told after three of them: nobody else's server is ever taken for the engine", async () => {
    let tried = 0;
    const alwaysTaken = () => ((tried += 1), Promise.resolve(taken));
    await expect(startEngine(undefined, alwaysTaken)).rejects.toThrow(/did not start \(.*already in use/);
    expect(tried).toBe(3);
  });
});

test("an engine that cannot open its database says why, and does not try again", async () => {
  let tried = 0;
  const counted = () => ((tried += 1), freePort());
  await expect(startEngine("/nowhere/at/all.db", counted)).rejects.toThrow(/did not start \(.*unable to open database file/);
  expect(tried).toBe(1);
});
