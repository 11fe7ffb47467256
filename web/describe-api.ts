import * as z from "zod";
import { callbackReceiptSchema, callbackRequestSchema, offeredDaySchema } from "../shared/hotline/callback.ts";
import { challengeSchema, proofHeaders } from "../shared/abuse/proof.ts";
import { apiPaths } from "../shared/paths.ts";
import { applicationSchema } from "../shared/registration/application.ts";
import { caseExportSchema } from "../shared/registration/case-export.ts";
import { receiptSchema, statusSchema } from "../shared/registration/receipt.ts";
import { codeAskSchema, codeRequestSchema, tokenRequestSchema, tokenSchema } from "../shared/registration/api-schemas.ts";

const schema = (of: z.ZodType) => z.toJSONSchema(of, { io: "input", target: "draft-2020-12" });
/** What an exported application looks like, for the platform that takes it in. */
export const describeExport = () => schema(caseExportSchema);

const json = (name: string) => ({ content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } });
const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } });
const idempotencyKey = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", minLength: 16, maxLength: 64 } };
/** How a proof that was asked for is sent along: one of the two. */
const proof = [
  { name: proofHeaders.solution, in: "header", required: false, schema: { type: "string" }, description: "ALTCHA's payload: base64 of {challenge, solution: {counter, derivedKey}}" },
  { name: proofHeaders.ticket, in: "header", required: false, schema: { type: "string" }, description: "The ticket of the problem, after Retry-After has passed" },
];
const challenged = "a proof first, if the problem carries challenge and ticket";
const reference = { name: "reference", in: "path", required: true, schema: { type: "string" } };
const common = { "400": problem("Not JSON, or a header is missing"), "413": problem("Larger than 256 kB"), "415": problem("Not application/json"), "422": problem("Something has to be put right") };

/** The JSON API in OpenAPI 3.1, from the schemas that judge its requests; built ahead, never at run time. */
export const describeApi = () => ({
  openapi: "3.1.0",
  info: { title: "Đường Về", version: "1", description: "Voluntary treatment registration, and calls back. Errors are RFC 9457 problem details in Vietnamese, or in English with Accept-Language: en." },
  paths: {
    [apiPaths.registrations]: {
      post: {
        summary: "Send an application",
        parameters: [idempotencyKey, ...proof],
        requestBody: { required: true, ...json("Application") },
        responses: { "201": { description: "Received", ...json("Receipt") }, "200": { description: "Received before under this key", ...json("Receipt") }, "429": problem(`Much was sent from this source: ${challenged}`), ...common },
      },
    },
    [`${apiPaths.registrations}/{reference}`]: {
      get: {
        summary: "Where the application is",
        parameters: [reference],
        security: [{ status: [] }],
        responses: { "200": { description: "Status", ...json("Status") }, "401": problem("No valid token for this reference") },
      },
    },
    [`${apiPaths.registrations}/{reference}/codes`]: {
      post: {
        summary: "Ask for a one-time code by text; answers alike whether or not reference and phone match",
        parameters: [reference, ...proof],
        requestBody: { required: true, ...json("CodeRequest") },
        responses: { "202": { description: "Asked; the code is good with the name of this ask", ...json("CodeAsk") }, "429": problem(`Asked again too soon; codes are paused until Retry-After; or ${challenged}`), ...common },
      },
    },
    [`${apiPaths.registrations}/{reference}/tokens`]: {
      post: {
        summary: "Exchange the code for a token of 15 minutes",
        parameters: [reference, ...proof],
        requestBody: { required: true, ...json("TokenRequest") },
        responses: { "201": { description: "Token", ...json("Token") }, "401": problem("Wrong, used or old code"), "429": problem(`Many codes were tried from this source: ${challenged}`), ...common },
      },
    },
    [`${apiPaths.registrations}/{reference}/withdrawal`]: {
      post: {
        summary: "Withdraw the application",
        parameters: [reference],
        security: [{ status: [] }],
        responses: { "200": { description: "Status", ...json("Status") }, "401": problem("No valid token for this reference"), "413": common["413"] },
      },
    },
    [apiPaths.callbacks]: {
      post: {
        summary: "Ask to be rung, at a time or as soon as possible",
        parameters: [idempotencyKey, ...proof],
        requestBody: { required: true, ...json("CallbackRequest") },
        responses: {
          "201": { description: "Received; Location is the appointment's page", ...json("CallbackReceipt") },
          "200": { description: "Received before under this key", ...json("CallbackReceipt") },
          "409": problem("The time cannot be had; alternatives are the nearest that can"),
          "429": problem(`Booked three times today for this number; or ${challenged}`),
          ...common,
        },
      },
    },
    [`${apiPaths.callbacks}/slots`]: {
      get: {
        summary: "The times that can be chosen now, by day in Vietnam",
        responses: { "200": { description: "Days with free times", ...json("OfferedDays") } },
      },
    },
  },
  components: {
    securitySchemes: { status: { type: "http", scheme: "bearer" } },
    schemas: {
      Application: schema(applicationSchema),
      Receipt: schema(receiptSchema),
      Status: schema(statusSchema),
      CodeRequest: schema(codeRequestSchema),
      CodeAsk: schema(codeAskSchema),
      TokenRequest: schema(tokenRequestSchema),
      Token: schema(tokenSchema),
      CallbackRequest: schema(callbackRequestSchema),
      CallbackReceipt: schema(callbackReceiptSchema),
      OfferedDay: schema(offeredDaySchema),
      OfferedDays: { type: "object", required: ["days"], properties: { days: { type: "array", items: { $ref: "#/components/schemas/OfferedDay" } } } },
      Problem: {
        type: "object",
        required: ["type", "title", "status", "detail"],
        properties: {
          type: { type: "string" },
          title: { type: "string" },
          status: { type: "integer" },
          detail: { type: "string" },
          errors: {
            type: "array",
            items: {
              type: "object",
              required: ["pointer", "code", "detail"],
              properties: { pointer: { type: "string" }, code: { type: "string" }, detail: { type: "string" } },
            },
          },
          alternatives: { type: "array", items: { type: "string" } },
          challenge: schema(challengeSchema),
          ticket: { type: "string" },
        },
      },
    },
  },
});
