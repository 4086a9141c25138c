import { escapeHtml } from './escape-html.ts';

const STYLE = `
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
  .warning b { color: #d29922 }`;

const DONE = `<svg width="16" height="16" viewBox="0 0 16 16" fill="#3fb950" fill-rule="evenodd">
  <path d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM3.7 8.3l3 3 5.6-5.6-1.1-1.1-4.5 4.5-1.9-1.9z"/></svg>`;
const FAILED = `<svg width="16" height="16" viewBox="0 0 16 16" fill="#f85149" fill-rule="evenodd">
  <path d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM4.4 5.5 6.9 8l-2.5 2.5 1.1 1.1L8 9.1l2.5 2.5 1.1-1.1L9.1 8l2.5-2.5-1.1-1.1L8 6.9 5.5 4.4z"/></svg>`;

interface Line {
  readonly kind: 'plain' | 'group' | 'inside' | 'error' | 'warning';
  readonly text: string;
}

const LABELS = { error: 'Error', warning: 'Warning' } as const;

/** The lines that GitHub shows of a raw log. */
function readLines(log: string): readonly Line[] {
  let isInside = false;
  return log
    .trimEnd()
    .split('\n')
    .flatMap((line): readonly Line[] => {
      const [, command, text = ''] = /^##\[(\w+)\](.*)$/.exec(line) ?? [];
      if (command === 'error' || command === 'warning') return [{ kind: command, text }];
      if (command === 'group' || command === 'endgroup') isInside = command === 'group';
      if (command === 'endgroup') return [];
      if (command === 'group') return [{ kind: command, text }];
      return [{ kind: isInside ? 'inside' : 'plain', text: line }];
    });
}

function drawText({ kind, text }: Line): string {
  const shown = escapeHtml(text);
  if (kind === 'group') return `<span><span class="caret">▼</span>${shown}</span>`;
  if (kind === 'error' || kind === 'warning') {
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
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<header>${icon}Back up</header>
<ol>${lines.map(drawLine).join('\n')}</ol>`;
}
