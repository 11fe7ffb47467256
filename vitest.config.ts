import { defineConfig } from "vitest/config";

const project = (name: string, testTimeout: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: 60_000, globalSetup },
});

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [project("unit", 20_000), project("integration", 60_000), project("infra", 120_000), project("e2e", 120_000, ["tests/support/unpack-browser.ts"])],
  },
});
