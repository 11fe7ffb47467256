import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Weight } from "./set-lines.ts";

export type Fonts = Record<Weight, Uint8Array>;

const files: Record<Weight, string> = {
  regular: "@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf",
  bold: "@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf",
};

/** What has to lie below node_modules beside a bundle that makes papers. */
export const fontFiles: readonly string[] = Object.values(files);

/** The letters of the papers, read once by whoever makes them. */
export function readFonts(): Fonts {
  const { resolve } = createRequire(import.meta.url);
  return { regular: readFileSync(resolve(files.regular)), bold: readFileSync(resolve(files.bold)) };
}
