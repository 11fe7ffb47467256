// Run by cold.ts and starts.ts as a process of its own: as little as possible of what a Lambda runtime does, and the clock.
type Handler = (event: unknown, context: unknown) => Promise<{ statusCode?: number } | undefined>;

const [, , file = "", event = "null"] = process.argv;
const started = performance.now();
const { handler }: { handler: Handler } = await import(file);
const loaded = performance.now();
const answer = await handler(JSON.parse(event), { awsRequestId: "bench", functionName: "bench" });
const answered = performance.now();
const { user, system } = process.cpuUsage();
const report = { statusCode: answer?.statusCode, answeredAt: performance.timeOrigin + answered, loadMs: loaded - started, firstMs: answered - loaded, cpuMs: (user + system) / 1_000, rss: process.memoryUsage.rss() };
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit(0));
