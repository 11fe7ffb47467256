import * as z from "zod";

/** What a caller names a request by, so that sending it again does nothing twice: 16 to 64 visible ASCII characters. */
export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7E]{16,64}$/);
