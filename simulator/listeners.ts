/** Functions to call on an event, each of which can be taken off again. */
export interface Listeners<T> {
  readonly add: (listener: (event: T) => void) => () => void;
  readonly call: (event: T) => void;
}

/** An empty set of listeners. */
export function listeners<T>(): Listeners<T> {
  const all = new Set<(event: T) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    call: (event) => {
      for (const listener of [...all]) listener(event);
    },
  };
}
