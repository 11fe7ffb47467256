import { assetsVersion } from "./assets-version.ts";
import { writeSite } from "./build.tsx";

const folder = process.argv[2] ?? ".build/site";
await writeSite(folder, assetsVersion());
console.log(`The site is in ${folder}.`);
