import { startService } from "./service.ts";
import { Trouble } from "./trouble.ts";

const port = Number(process.env.PORT ?? 3000);

try {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Trouble(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
  const service = await startService({ port, dataFolder: process.env.DATA_DIR ?? ".data", demoRoster: true });
  // Before it says that it is ready: whoever reads that may stop it at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void service.stop().then(() => process.exit(0));
    });
  }
  console.log(
    [
      "",
      "  Đường Về is ready.",
      `  Site             ${service.origin}/`,
      `  Desks            ${service.origin}/desk`,
      `  Local phone      ${service.origin}/phone`,
      `  Clock            ${service.origin}/clock`,
      `  API description  ${service.origin}/api/openapi.json`,
      "",
      "  Ctrl-C stops it; what was sent is kept in the data folder.",
      "",
    ].join("\n"),
  );
} catch (thrown) {
  if (!(thrown instanceof Trouble)) throw thrown;
  console.error(thrown.message);
  process.exit(1);
}
