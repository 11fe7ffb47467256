import * as z from "zod";
import { languages } from "../language.ts";

export const codeRequestSchema = z.strictObject({ phone: z.string().max(40), language: z.enum(languages).optional() });
export const tokenRequestSchema = z.strictObject({ phone: z.string().max(40), code: z.string().regex(/^\d{6}$/) });
export const tokenSchema = z.strictObject({ token: z.string(), expiresAt: z.iso.datetime() });
