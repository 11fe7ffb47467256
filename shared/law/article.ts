/** The texts this service rests on. */
export const instruments = ["L120", "L73", "L91", "ND356", "ND163", "ND116", "ND161", "ND118", "TT03", "BLDS", "BLLD"] as const;
export type Instrument = (typeof instruments)[number];

/**
 * Where a rule stands: instrument, article, clause and point, for example "L120-31-1b" is point b, clause 1, article 31 of Law 120/2025/QH15.
 * An instrument alone is one of which we could not confirm the article.
 */
export type ArticleCode = Instrument | `${Instrument}-${number}` | `${Instrument}-${number}-${string}`;

export type ArticleParts = { instrument: Instrument; article?: string; clause?: string; point?: string };

const shape = /^([A-Z]+\d*)(?:-(\d+)(?:-(\d+)([a-zđ])?)?)?$/;

/** The parts of an article's code; null for a text that is none. */
export function articleParts(code: string): ArticleParts | null {
  const [, name, article, clause, point] = shape.exec(code) ?? [];
  const instrument = instruments.find((one) => one === name);
  if (!instrument) return null;
  return { instrument, ...(article ? { article } : {}), ...(clause ? { clause } : {}), ...(point ? { point } : {}) };
}
