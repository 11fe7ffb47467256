import type { registrationPapersVi } from "../vi/registration-papers.ts";

export const registrationPapersEn: typeof registrationPapersVi = {
  title: "Papers to print",
  names: {
    application: "Application",
    history: "Personal history",
    receipt: "Receipt and appointment slip",
    supplements: "Request for missing papers",
    apology: "Apology and new date",
    decision: "Draft of the decision",
    commitment: "Commitment",
    registerPage: "Register",
    export: "Export as data (JSON)",
  },
  none: "The commune is not known yet, so there are no papers. Transfer the application to the right office first.",
  recorded: "Every time a paper is opened or data is exported, it is written down. An export needs somebody else to agree.",
  register: (year: number) => `Register of ${year}`,
};
