import type { Words } from "../vi.ts";

export const challengeEn: Words["challenge"] = {
  title: "One moment, please",
  lead: "A great deal has just been sent from the network you are on. We need to know that a person is sending, and not a machine. Nothing you typed is lost.",
  working: "Your phone is doing a short calculation by itself, mostly a few seconds. Then this page goes on by itself.",
  wait: (time: string) => `There is nothing else to do: wait until ${time}, then press Continue.`,
  early: (time: string) => `It is not time yet. Wait until ${time}, then press Continue.`,
  paused: {
    title: "Codes are paused",
    lead: (time: string) => `More codes than usual were asked for, so we send none to anybody until ${time}. It is nothing you did.`,
    kept: "Applications that were sent, receipts and reminders are not affected.",
    office: "Cannot wait? Ring or go to the receiving office named on your receipt, with your reference and original papers.",
    again: "See an application",
  },
  api: {
    challenged: { title: "A proof first", detail: "Solve challenge as ALTCHA does and send again with the header Challenge-Solution; or wait for Retry-After and send again with ticket in the header Challenge-Ticket." },
    paused: { title: "Codes are paused", detail: "The service's codes for this hour are used up. Try again after Retry-After seconds, or ask the receiving office." },
  },
};
