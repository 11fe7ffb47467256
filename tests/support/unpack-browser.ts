import { launchBrowser } from "./browser.ts";

/** Once, before the browser tests: unpacked by several at a time, the browser would be started while another still writes it. */
export async function setup(): Promise<void> {
  const { TMPDIR, AWS_LAMBDA_JS_RUNTIME, FONTCONFIG_FILE } = process.env;
  await (await launchBrowser()).close();
  // What the packed browser needs around it is nobody else's: other tests start as if there were none.
  for (const [name, value] of Object.entries({ TMPDIR, AWS_LAMBDA_JS_RUNTIME, FONTCONFIG_FILE })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
