/** The four forms of voluntary treatment, a private facility counted twice: whole course or the first three stages (Law 120/2025, Art. 30(1)). */
export const treatmentPlaces = ["home", "publicFacility", "reformSchool", "privateFacility", "privateThenHome"] as const;
export type TreatmentPlace = (typeof treatmentPlaces)[number];
