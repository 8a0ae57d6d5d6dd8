/** A value that is loaded, and loaded again when what it was asked with changes. */
export interface Resource<T> {
  /** The newest value; that of the earlier question while `busy`. */
  readonly value: T | undefined;
  readonly busy: boolean;
  readonly error: Error | undefined;
}

/** To be called while a component is set up. `ask` runs again when the state that it reads changes. */
export function resource<T>(ask: () => Promise<T>): Resource<T> {
  let value = $state.raw<T>();
  let error = $state.raw<Error>();
  let busy = $state(true);
  $effect.pre(() => {
    let wanted = true;
    busy = true;
    ask().then(
      (found) => {
        if (!wanted) return;
        [value, error, busy] = [found, undefined, false];
      },
      (problem: Error) => {
        if (!wanted) return;
        [error, busy] = [problem, false];
      },
    );
    return () => {
      wanted = false;
    };
  });
  return {
    get value() {
      return value;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
  };
}
