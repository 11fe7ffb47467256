/** How far a form is: the steps this person meets, in order, and where something is still missing or wrong. */
export type Progress<S extends { id: string }> = { asked: readonly S[]; issues: readonly { step: string }[] };

/** The first step that still needs the person, after which the form can be checked and sent. */
export const firstOpenStep = <S extends { id: string }>(form: Progress<S>): S | undefined =>
  form.asked.find((step) => form.issues.some((issue) => issue.step === step.id));

/**
 * What comes after a step was answered well: an earlier one that this answer has made wrong, else the next one;
 * once everything has been seen, only what is still open.
 */
export function stepAfter<S extends { id: string }>(form: Progress<S>, step: S, reviewing: boolean): S | undefined {
  const open = firstOpenStep(form);
  const next = form.asked.indexOf(step) + 1;
  return reviewing || (open && form.asked.indexOf(open) < next) ? open : form.asked[next];
}
