import { defineConfig } from "vitest/config";

const project = (name: string, testTimeout: number, { globalSetup = [], isolate = true }: { globalSetup?: string[]; isolate?: boolean } = {}) => ({
  extends: true as const,
  test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: 60_000, globalSetup, isolate, setupFiles: ["tests/support/keep-console.ts"] },
});

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    pool: "forks",
    maxWorkers: 3,
    projects: [project("unit", 20_000), project("integration", 60_000), project("infra", 120_000, { isolate: false }), project("e2e", 120_000, { globalSetup: ["tests/support/unpack-browser.ts"] })],
  },
});
