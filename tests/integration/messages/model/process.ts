/** A process that ended in the middle: nothing is done after its last call. */
export class CutOff extends Error {
  override readonly name = "CutOff";
}

/** `calls`: how many calls to the outside go well before the one in which it ends. `done`: whether that one was still carried out. */
export type Cut = { calls: number; done: boolean };

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** One run of a function of the service. Everything it awaits from outside is taken in turn with others, and may be the last thing it does. */
export function createProcess(turn: Turn, cut?: Cut) {
  let calls = 0;
  let over = false;

  const call = <T>(work: () => Promise<T>): Promise<T> =>
    turn(async () => {
      if (over) throw new CutOff();
      over = calls === cut?.calls;
      calls += 1;
      if (over && !cut?.done) throw new CutOff();
      const result = await work();
      if (over) throw new CutOff();
      return result;
    });

  return {
    call,
    /** The same thing, each of its functions called as this process calls. */
    through: <T extends object>(part: T): T =>
      new Proxy(part, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? (...args: unknown[]) => call(async () => Reflect.apply(value, target, args)) : value;
        },
      }),
    /** The same for what gives a batch at a time. */
    eachThrough: <A extends unknown[], T>(list: (...args: A) => AsyncGenerator<T>) =>
      async function* (...args: A): AsyncGenerator<T> {
        const found = list(...args);
        for (;;) {
          const next = await call(() => found.next());
          if (next.done) return;
          yield next.value;
        }
      },
  };
}
export type Process = ReturnType<typeof createProcess>;

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Lets what runs at the same time reach the outside one call after the other: of the calls that wait, the one whose place `order` names.
 * Told the same order, it happens in the same way again.
 */
export function createTurns(order: readonly number[]) {
  const waiting: (() => Promise<unknown>)[] = [];
  let wake = (): void => {};

  const turn: Turn = (work) =>
    new Promise((resolve, reject) => {
      waiting.push(() => work().then(resolve, reject));
      wake();
    });

  async function run(processes: readonly Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
    const state = { over: false };
    const all = Promise.allSettled(processes).finally(() => {
      state.over = true;
      wake();
    });
    for (let taken = 0; ; taken += 1) {
      await settled();
      if (state.over) return all;
      const [next] = waiting.splice((order[taken] ?? 0) % Math.max(1, waiting.length), 1);
      if (next) await next();
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { turn, run };
}
