import { appointmentSide } from "../../shared/paths.ts";
import { shortCodeLength } from "../../shared/reference.ts";
import { linkHash, pageToken, shortCode, textToken } from "../platform/link-tokens.ts";
import type { Deps } from "./deps.ts";

type SealDeps = Pick<Deps, "seal">;
/** One appointment of one application. */
export type AppointmentRef = { reference: string; id: string };

const named = ({ reference, id }: AppointmentRef): string => `${reference}|${id}`;

/** The ways back to an appointment: see functions/platform/link-tokens.ts. */
export const linkTokenOf = ({ seal }: SealDeps, ref: AppointmentRef): string => pageToken(seal, named(ref));
export const textTokenOf = ({ seal }: SealDeps, ref: AppointmentRef): string => textToken(seal, named(ref));
/** The first letter says which half knows it. */
export const shortCodeOf = ({ seal }: SealDeps, ref: AppointmentRef): string => `${appointmentSide.toUpperCase()}${shortCode(seal, named(ref), shortCodeLength - 1)}`;
export const linkHashOf = ({ seal }: SealDeps, token: string): string => linkHash(seal, token);
