import * as z from "zod";
import { languages } from "../language.ts";

export const codeRequestSchema = z.strictObject({ phone: z.string().max(40), language: z.enum(languages).optional() });
/** The name of one ask for a code; its code is good with it only. */
export const codeAskSchema = z.strictObject({ ask: z.string().max(40) });
export const tokenRequestSchema = z.strictObject({ phone: z.string().max(40), ask: z.string().max(40), code: z.string().regex(/^\d{6}$/) });
export const tokenSchema = z.strictObject({ token: z.string(), expiresAt: z.iso.datetime() });
