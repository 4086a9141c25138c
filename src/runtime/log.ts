/** Where the library tells what it does. Texts never hold a secret. */
export interface Log {
  /** What only somebody who looks for a fault wants to know. */
  debug(text: string): void;
  /** What goes on. */
  info(text: string): void;
  /** What may be a mistake, and stops nothing. */
  warning(text: string): void;
  /** A token or key that was just received: hide it from here on. */
  secret(value: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warning() {}, secret() {} };

/** The same log, where somebody hears each secret too. */
export const hearSecrets = (log: Log, hear: (secret: string) => void): Log => ({
  debug: (text) => log.debug(text),
  info: (text) => log.info(text),
  warning: (text) => log.warning(text),
  secret: (value) => {
    hear(value);
    log.secret(value);
  },
});

/** The same log, with each text after a label that tells whom it is about, as is known by then. */
export const labelLog = (log: Log, readLabel: () => string): Log => ({
  debug: (text) => log.debug(`${readLabel()}: ${text}`),
  info: (text) => log.info(`${readLabel()}: ${text}`),
  warning: (text) => log.warning(`${readLabel()}: ${text}`),
  secret: (value) => log.secret(value),
});
