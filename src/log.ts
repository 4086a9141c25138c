/** Where the library tells what it does. Texts never hold a secret. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warning(text: string): void;
  /** A token or key that was just received: hide it from here on. */
  secret(value: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warning() {}, secret() {} };
