/** The field of every form of the desks that proves it came from a page made for this person. */
export const csrfName = "csrf";
/** The field of the sign-out form that ends the sessions on every device, with the value "yes". */
export const everywhereName = "everywhere";
