/** What stands in the place of a secret. */
export const MASK = '***';

/** What is shorter could be a part of any word. */
const MIN_LENGTH = 4;
/** So much of a secret can be told from any other text, where only a part of it stands. */
const PIECE_LENGTH = 20;
/** What is longer is looked for in pieces alone. */
const MAX_WHOLE_LENGTH = 4_096;

/** An id that the clouds give: a password of a few letters and digits may stand in it by chance. */
const ID = /^(?:[0-9a-f]{32}(?:[a-z]{2}\d{2})?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const LONGEST_ID = 36;
/** Which characters around a match belong to the same word: without and with those of a UUID. */
const WORDS = [
  { head: /[0-9A-Za-z]*$/, tail: /^[0-9A-Za-z]*/ },
  { head: /[0-9A-Za-z-]*$/, tail: /^[0-9A-Za-z-]*/ },
] as const;

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const NAMED: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};
const ESCAPED: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
};

/** Both cases of a number's digits. */
const hex = (number: number, length: number) =>
  [...number.toString(16).padStart(length, '0')]
    .map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit))
    .join('');

/** A pattern of a character as it is, and as JSON, a URL and HTML may write it. */
function patternOf(character: string): string {
  if (/^[A-Za-z0-9]$/.test(character)) return character;
  const codePoint = character.codePointAt(0) ?? 0;
  const forms = [
    `\\\\{0,8}${escapeRegExp(character)}`,
    Array.from(Buffer.from(character), (byte) => `%${hex(byte, 2)}`).join(''),
    character
      .split('')
      .map((unit) => `\\\\{1,8}u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
    `&#0{0,4}${codePoint};`,
    `&#[xX]0{0,4}${hex(codePoint, 1)};`,
    character in NAMED ? `&${NAMED[character]};` : '',
    character in ESCAPED ? `\\\\{1,8}${ESCAPED[character]}` : '',
    character === ' ' ? '\\+' : '',
  ];
  return `(?:${forms.filter(Boolean).join('|')})`;
}

/** Backslashes in a row are one: escaped, there are more of them, and nobody can tell whose. */
const backslashes = (count: number) =>
  `(?:\\\\{${count},${count * 8}}|(?:%5[cC]|&#0{0,4}92;|&#[xX]0{0,4}5[cC];){${count}})`;

const patternOfSecret = (secret: string) =>
  (secret.match(/\\+|[^\\]/gu) ?? [])
    .map((part) => (part.startsWith('\\') ? backslashes(part.length) : patternOf(part)))
    .join('');

/** The longest part that is written as it is in every form; empty: there is none. */
const plainPartOf = (secret: string) =>
  (secret.match(/[A-Za-z0-9]+/g) ?? []).reduce(
    (longest, part) => (part.length > longest.length ? part : longest),
    '',
  );

/** Whether what was found is a part of an id, by what stands around it. */
function isInId(text: string, start: number, length: number): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_ID), start);
  const after = text.slice(start + length, start + length + LONGEST_ID);
  const found = text.slice(start, start + length);
  return WORDS.some(({ head, tail }) => {
    const [around, behind] = [head.exec(before)?.[0] ?? '', tail.exec(after)?.[0] ?? ''];
    return around + behind !== '' && ID.test(around + found + behind);
  });
}

/** Every secret that a client was given or got, to be kept out of what the cloud says. */
export class Secrets {
  readonly #values = new Set<string>();
  #isPrepared = true;
  /** A text that has none of them holds no whole secret: to look for these costs a hundredth. */
  #plainParts: readonly string[] = [];
  #whole: RegExp | undefined;
  #pieces: ReadonlySet<string> = new Set();

  /** From now on this is hidden, if it has four characters or more. */
  add(value: string): void {
    if (value.length < MIN_LENGTH || this.#values.has(value)) return;
    this.#values.add(value);
    this.#isPrepared = false;
  }

  /**
   * A text of the cloud with `***` in the place of each secret, also of one that is escaped, or of
   * which 20 characters or more are left. To be done before the text is cleaned, cut or escaped.
   */
  hide(text: string): string {
    if (!this.#isPrepared) this.#prepare();
    return this.#hidePieces(this.#hideWhole(text));
  }

  #prepare(): void {
    const values = [...this.#values];
    this.#pieces = new Set(
      values.flatMap((value) =>
        Array.from({ length: Math.max(0, value.length - PIECE_LENGTH + 1) }, (_, at) =>
          value.slice(at, at + PIECE_LENGTH),
        ),
      ),
    );
    this.#plainParts = [...new Set(this.#listWhole().map(plainPartOf))];
    this.#whole = undefined;
    this.#isPrepared = true;
  }

  #listWhole(): readonly string[] {
    return [...this.#values].filter((value) => value.length <= MAX_WHOLE_LENGTH);
  }

  #hideWhole(text: string): string {
    if (!this.#plainParts.some((part) => text.includes(part))) return text;
    // The longest first: a secret may hold another.
    this.#whole ??= new RegExp(
      this.#listWhole()
        .toSorted((one, other) => other.length - one.length)
        .map(patternOfSecret)
        .join('|'),
      'gu',
    );
    return text.replace(this.#whole, (found: string, start: number) =>
      isInId(text, start, found.length) ? found : MASK,
    );
  }

  #hidePieces(text: string): string {
    if (this.#pieces.size === 0 || text.length < PIECE_LENGTH) return text;
    let shown = '';
    let at = 0;
    while (at < text.length) {
      let end = at;
      while (this.#pieces.has(text.slice(end, end + PIECE_LENGTH))) end += 1;
      if (end > at) {
        shown += MASK;
        at = end + PIECE_LENGTH - 1;
      } else {
        shown += text.charAt(at);
        at += 1;
      }
    }
    return shown;
  }
}

const SECRETS = Symbol('secrets');

/** Gives an answer's readers what they must not show: a schema is handed the answer and nothing else. */
export function markSecrets(answer: unknown, secrets: Secrets): void {
  if (typeof answer !== 'object' || answer === null) return;
  Object.defineProperty(answer, SECRETS, { value: secrets });
}

/** A text of an answer without the secrets that the answer is marked with. */
export function hideIn(answer: unknown, text: string): string {
  if (typeof answer !== 'object' || answer === null) return text;
  const secrets: unknown = Reflect.get(answer, SECRETS);
  return secrets instanceof Secrets ? secrets.hide(text) : text;
}
