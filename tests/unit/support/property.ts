import { assert, integer, oneof, string, type IAsyncProperty, type IProperty } from "fast-check";

/** Properties are tried with the same values every time: a failure is never luck. */
export const holds = <T>(property: IProperty<T>, numRuns = 200): void => assert(property, { seed: 20_261_121, numRuns });

export const holdsInTime = <T>(property: IAsyncProperty<T>, numRuns = 200): Promise<void> => assert(property, { seed: 20_261_121, numRuns });

/** Any text a program can be handed: control characters, halves of emoji, marks without letters. */
export const anyText = string({ unit: oneof(integer({ min: 0, max: 0x7f }), integer({ min: 0, max: 0x36f }), integer({ min: 0, max: 0xffff })).map((unit) => String.fromCharCode(unit)) });
