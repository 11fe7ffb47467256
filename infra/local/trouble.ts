/** Something on this machine stands in the way; told in one sentence, without a trace. */
export class Trouble extends Error {
  override readonly name = "Trouble";
}
