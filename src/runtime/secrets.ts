import { listReadings, patternOf, plainPartOf } from './secret-forms.ts';

/** What stands in the place of a secret. */
export const MASK = '***';

/** What is shorter could be a part of any word. */
const MIN_LENGTH = 4;
/** So much of a secret can be told from any other text, where only a part of it stands. */
const PIECE_LENGTH = 20;
/** A part of a piece. Of each piece in a text, one begins at a multiple of the step. */
const SAMPLE_LENGTH = 10;
const SAMPLE_STEP = PIECE_LENGTH - SAMPLE_LENGTH + 1;
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
  #pieces: ReadonlySet<string> | undefined;
  #samples: ReadonlySet<string> = new Set();

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
    this.#samples = this.#listParts(SAMPLE_LENGTH);
    this.#pieces = undefined;
    this.#plainParts = [...new Set(this.#listWhole().map(plainPartOf))];
    this.#whole = undefined;
    this.#isPrepared = true;
  }

  /** Of each secret that is looked for in pieces, every part of this length. */
  #listParts(partLength: number): ReadonlySet<string> {
    const long = [...this.#values].filter(({ length }) => length >= PIECE_LENGTH);
    return new Set(
      long.flatMap((value) =>
        Array.from({ length: value.length - partLength + 1 }, (_, at) =>
          value.slice(at, at + partLength),
        ),
      ),
    );
  }

  /** Every text that stands for a secret which is looked for in whole. */
  #listWhole(): readonly string[] {
    const values = [...this.#values].filter(({ length }) => length <= MAX_WHOLE_LENGTH);
    return values.flatMap(listReadings).filter(({ length }) => length >= MIN_LENGTH);
  }

  #hideWhole(text: string): string {
    if (!this.#plainParts.some((part) => text.includes(part))) return text;
    // The longest first: a secret may hold another.
    this.#whole ??= new RegExp(
      this.#listWhole()
        .toSorted((one, other) => other.length - one.length)
        .map(patternOf)
        .join('|'),
      'gu',
    );
    return text.replace(this.#whole, (found: string, start: number) =>
      isInId(text, start, found.length) ? found : MASK,
    );
  }

  #isPieceAt(text: string, at: number): boolean {
    this.#pieces ??= this.#listParts(PIECE_LENGTH);
    return this.#pieces.has(text.slice(at, at + PIECE_LENGTH));
  }

  #hidePieces(text: string): string {
    if (this.#samples.size === 0) return text;
    let shown = '';
    let shownTo = 0;
    for (let at = 0; at + SAMPLE_LENGTH <= text.length; at += SAMPLE_STEP) {
      if (!this.#samples.has(text.slice(at, at + SAMPLE_LENGTH))) continue;
      let start = Math.max(shownTo, at + SAMPLE_LENGTH - PIECE_LENGTH);
      while (start < at && !this.#isPieceAt(text, start)) start += 1;
      let end = start;
      while (this.#isPieceAt(text, end)) end += 1;
      if (end === start) continue;
      shown += text.slice(shownTo, start) + MASK;
      shownTo = end + PIECE_LENGTH - 1;
      at = shownTo - SAMPLE_STEP;
    }
    return shown + text.slice(shownTo);
  }
}
