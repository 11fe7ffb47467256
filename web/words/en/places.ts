import type { placesVi } from "../vi/places.ts";

export const placesEn: typeof placesVi = {
  provinceWith: (name, former) => `${name} (with former ${former.join(", ")})`,
  communeWith: (name, former) => `${name} (with places of former ${former})`,
  typed: (typed) => `You typed: ${typed}`,
  likely: "It could be",
  others: "Elsewhere in the province",
  notFound: "I cannot find my commune",
  some: "{n} names to choose from, use the arrow keys",
  none: "No such name so far. Type it all, then press Continue",
};
