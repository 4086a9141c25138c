import { type Annotation, LABELS } from '../runner/commands.ts';

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const LOG_STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { width: 900px; background: #0d1117; color: #e6edf3 }
  header { display: flex; gap: 10px; align-items: center; padding: 12px 16px; background: #161b22;
    font: 600 14px/20px 'Noto Sans', sans-serif }
  ol { padding: 8px 0; list-style: none;
    font: 12px/20px 'Liberation Mono', monospace }
  li { display: flex; padding-right: 16px; white-space: pre-wrap; overflow-wrap: anywhere }
  .number { flex: none; width: 48px; margin-right: 14px; color: #6e7681; text-align: right }
  .inside { padding-left: 18px }
  .caret { display: inline-block; width: 18px; color: #7d8590 }
  .error { background: rgb(248 81 73 / 15%) }
  .warning { background: rgb(187 128 9 / 20%) }
  .error b { color: #ff7b72 }
  .warning b { color: #d29922 }
  .notice b { color: #58a6ff }`;

const DONE = `<svg width="16" height="16" viewBox="0 0 16 16" fill="#3fb950" fill-rule="evenodd">
  <path d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM3.7 8.3l3 3 5.6-5.6-1.1-1.1-4.5 4.5-1.9-1.9z"/></svg>`;
const FAILED = `<svg width="16" height="16" viewBox="0 0 16 16" fill="#f85149" fill-rule="evenodd">
  <path d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM4.4 5.5 6.9 8l-2.5 2.5 1.1 1.1L8 9.1l2.5 2.5 1.1-1.1L9.1 8l2.5-2.5-1.1-1.1L8 6.9 5.5 4.4z"/></svg>`;

interface Line {
  readonly kind: 'plain' | 'group' | 'inside' | Annotation['level'];
  readonly text: string;
}

const isLevel = (word = ''): word is Annotation['level'] => Object.hasOwn(LABELS, word);

/** The lines that GitHub shows of a raw log. */
function readLines(log: string): readonly Line[] {
  let isInside = false;
  return log
    .trimEnd()
    .split('\n')
    .flatMap((line): readonly Line[] => {
      const [, command, text = ''] = /^##\[(\w+)\](.*)$/.exec(line) ?? [];
      if (isLevel(command)) return [{ kind: command, text }];
      if (command === 'group' || command === 'endgroup') isInside = command === 'group';
      if (command === 'endgroup') return [];
      if (command === 'group') return [{ kind: command, text }];
      return [{ kind: isInside ? 'inside' : 'plain', text: line }];
    });
}

function drawText({ kind, text }: Line): string {
  const shown = escapeHtml(text);
  if (kind === 'group') return `<span><span class="caret">▼</span>${shown}</span>`;
  if (isLevel(kind)) {
    return `<span><b>${LABELS[kind]}: </b>${shown}</span>`;
  }
  return `<span class="${kind}">${shown}</span>`;
}

const drawLine = (line: Line, at: number) =>
  `<li class="${line.kind === 'inside' ? '' : line.kind}"><span class="number">${at + 1}</span>${drawText(line)}</li>`;

/** A raw log as GitHub shows it in a run: dark, with numbers and with the commands carried out. */
export function buildLogPage(log: string): string {
  const lines = readLines(log);
  const icon = lines.some(({ kind }) => kind === 'error') ? FAILED : DONE;
  return `<!doctype html><meta charset="utf-8"><style>${LOG_STYLE}</style>
<header>${icon}Back up</header>
<ol>${lines.map(drawLine).join('\n')}</ol>`;
}

const listCells = (row: string) =>
  row
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function drawTable([head = '', , ...rows]: readonly string[]): string {
  const drawRow = (row: string, tag: 'th' | 'td') =>
    `<tr>${listCells(row)
      .map((cell) => `<${tag}>${cell}</${tag}>`)
      .join('')}</tr>`;
  const body = rows.map((row) => drawRow(row, 'td')).join('\n');
  return `<table><thead>${drawRow(head, 'th')}</thead><tbody>${body}</tbody></table>`;
}

const LINK = /<a href="[^"]*">/g;
const FOLD = /^<details><summary>.*<\/summary>$|^<\/details>$/;

function drawBlock(block: string): string {
  const lines = block.split('\n');
  if (FOLD.test(block)) return block;
  const [, fenced] = /^```sh\n([^`]*)\n```$/.exec(block) ?? [];
  if (fenced !== undefined) return `<pre>${escapeHtml(fenced)}</pre>`;
  const [, marks, heading] = /^(#{1,6}) (.+)$/.exec(block) ?? [];
  if (marks !== undefined) return `<h${marks.length}>${heading}</h${marks.length}>`;
  if (/^\|[-|]+\|$/.test(lines[1] ?? '')) return drawTable(lines);
  const listed = lines.map((line) => /^(-|\d+\.) ([^*_`[]+)$/.exec(line.replace(LINK, ''))?.[1]);
  if (listed.every((mark) => mark !== undefined)) {
    const tag = listed[0] === '-' ? 'ul' : 'ol';
    const items = lines.map((line) => `<li>${line.replace(/^\S+ /, '')}</li>`);
    return `<${tag}>${items.join('')}</${tag}>`;
  }
  // What this page can't draw must not end up in a picture as a person would never see it.
  if (lines.some((line) => /^([-+*>#|`~]|\d+[.)]| {4})|[*_`[]/.test(line))) {
    throw new Error(`the pictures know no such Markdown: ${block}`);
  }
  return `<p>${block}</p>`;
}

/** The few constructs of a job summary: headings, tables, lists, folds, fences, and paragraphs of HTML. */
const convertSummary = (markdown: string): string =>
  markdown
    .trim()
    .split(/\n{2,}/)
    .map(drawBlock)
    .join('\n');

const SUMMARY_STYLE = `
  * { box-sizing: border-box; margin: 0 }
  body { padding: 16px; background: #fff; color: #1f2328;
    font: 14px/1.5 'Noto Sans', 'Noto Color Emoji', sans-serif }
  section { border: 1px solid #d1d9e0; border-radius: 6px }
  header { padding: 12px 16px; border-bottom: 1px solid #d1d9e0; font-weight: 600 }
  article { padding: 16px 24px }
  article > * { margin: 0 0 16px }
  article > :last-child { margin-bottom: 0 }
  h3 { font-size: 1.25em; line-height: 1.25 }
  h4 { font-size: 1em; line-height: 1.25 }
  ul, ol { padding-left: 2em }
  strong { font-weight: 600 }
  table { border-collapse: collapse }
  td, th { padding: 6px 13px; border: 1px solid #d1d9e0; font-weight: 400; text-align: left }
  th { font-weight: 600; text-align: center }
  tbody tr:nth-child(2n) { background: #f6f8fa }
  details { padding-bottom: 1px }
  details > * { margin: 0 0 16px }
  summary { margin: 0 }
  [open] > summary { margin: 0 0 16px }
  a { color: #0969da }
  pre { padding: 16px; border-radius: 6px; background: #f6f8fa;
    font: 85%/1.45 'Liberation Mono', monospace }
  code { padding: .2em .4em; border-radius: 6px; background: #818b981f;
    font: 85% 'Liberation Mono', monospace }`;

export interface SummaryFrame {
  readonly widthPx: number;
  /** The job that the summary is of. */
  readonly job: string;
}

/** The same with all that is folded open, as after a click. */
export const buildOpenPage = (markdown: string, frame: SummaryFrame): string =>
  buildSummaryPage(markdown, frame).replaceAll('<details>', '<details open>');

/** A job summary as GitHub shows it below the run. */
export const buildSummaryPage = (markdown: string, { widthPx, job }: SummaryFrame): string =>
  `<!doctype html><meta charset="utf-8"><style>${SUMMARY_STYLE} body { width: ${widthPx}px }</style>
<section><header>${job} summary</header>
<article>${convertSummary(markdown)}</article></section>`;
