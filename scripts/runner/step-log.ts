export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly text: string;
}

/** What a step's output is made of, after the runner has read it line by line. */
export interface StepLog {
  add(line: string): void;
  /** As the job's log shows it: commands carried out, secrets replaced. */
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly debug: readonly string[];
  readonly masks: readonly string[];
  /** Commands that this runner knows and the action has no business with. */
  readonly others: readonly string[];
}

const COMMAND = /^::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s;
const OLD_COMMAND = /##\[([a-z-]+)(?: [^\]]*)?\](.*)/;
const LEVELS = ['error', 'warning', 'notice'] as const;
const OTHERS = ['add-path', 'set-env', 'set-output', 'save-state', 'stop-commands', 'echo'];
const OTHER_PLAIN = [
  'group',
  'endgroup',
  'add-matcher',
  'remove-matcher',
  'internal-set-repo-path',
];

const unescapeData = (text: string) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

/** Reads stdout and stderr by the rules of the runner's ActionCommandManager. */
export function createStepLog(): StepLog {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  const debug: string[] = [];
  const masks: string[] = [];
  const others: string[] = [];

  const hide = (text: string) => masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), text);

  function carryOut(name: string, data: string): boolean {
    const text = unescapeData(data);
    const level = LEVELS.find((word) => word === name);
    if (level !== undefined) {
      annotations.push({ level, text: hide(text) });
      lines.push(...hide(`${level === 'error' ? 'Error' : 'Warning'}: ${text}`).split('\n'));
    } else if (name === 'debug') {
      debug.push(hide(text));
    } else if (name === 'add-mask') {
      masks.push(...[text, ...text.split(/\r?\n/)].filter((mask) => mask.trim() !== ''));
    } else if ([...OTHERS, ...OTHER_PLAIN].includes(name)) {
      others.push(`${name} ${text}`);
    } else {
      return false;
    }
    return true;
  }

  return {
    lines,
    annotations,
    debug,
    masks,
    others,
    add(line) {
      const [, name, , data] = COMMAND.exec(line.trim()) ?? [];
      if (name !== undefined && carryOut(name, data ?? '')) return;
      const [, oldName, oldData] = OLD_COMMAND.exec(line) ?? [];
      if (oldName !== undefined && carryOut(oldName, oldData ?? '')) return;
      lines.push(hide(line));
    },
  };
}
