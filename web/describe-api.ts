import * as z from "zod";
import { callbackReceiptSchema, callbackRequestSchema, offeredDaySchema } from "../shared/hotline/callback.ts";
import { apiPaths } from "../shared/paths.ts";
import { applicationSchema } from "../shared/registration/application.ts";
import { caseExportSchema } from "../shared/registration/case-export.ts";
import { receiptSchema, statusSchema } from "../shared/registration/receipt.ts";
import { codeRequestSchema, tokenRequestSchema, tokenSchema } from "../shared/registration/api-schemas.ts";

const schema = (of: z.ZodType) => z.toJSONSchema(of, { io: "input", target: "draft-2020-12" });
/** What an exported application looks like, for the platform that takes it in. */
export const describeExport = () => schema(caseExportSchema);

const json = (name: string) => ({ content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } });
const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } });
const idempotencyKey = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", minLength: 16, maxLength: 64 } };
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
        parameters: [idempotencyKey],
        requestBody: { required: true, ...json("Application") },
        responses: { "201": { description: "Received", ...json("Receipt") }, "200": { description: "Received before under this key", ...json("Receipt") }, ...common },
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
        parameters: [reference],
        requestBody: { required: true, ...json("CodeRequest") },
        responses: { "202": { description: "Asked" }, "429": problem("Asked again too soon"), ...common },
      },
    },
    [`${apiPaths.registrations}/{reference}/tokens`]: {
      post: {
        summary: "Exchange the code for a token of 15 minutes",
        parameters: [reference],
        requestBody: { required: true, ...json("TokenRequest") },
        responses: { "201": { description: "Token", ...json("Token") }, "401": problem("Wrong, used or old code"), ...common },
      },
    },
    [`${apiPaths.registrations}/{reference}/withdrawal`]: {
      post: {
        summary: "Withdraw the application",
        parameters: [reference],
        security: [{ status: [] }],
        responses: { "200": { description: "Status", ...json("Status") }, "401": problem("No valid token for this reference") },
      },
    },
    [apiPaths.callbacks]: {
      post: {
        summary: "Ask to be rung, at a time or as soon as possible",
        parameters: [idempotencyKey],
        requestBody: { required: true, ...json("CallbackRequest") },
        responses: {
          "201": { description: "Received; Location is the appointment's page", ...json("CallbackReceipt") },
          "200": { description: "Received before under this key", ...json("CallbackReceipt") },
          "409": problem("The time cannot be had; alternatives are the nearest that can"),
          "429": problem("This phone has three requests waiting, or made ten today"),
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
        },
      },
    },
  },
});
