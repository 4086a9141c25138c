import { convertSummary } from './summary-to-html.ts';

const STYLE = `
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
  ul { padding-left: 2em }
  strong { font-weight: 600 }
  table { border-collapse: collapse }
  td, th { padding: 6px 13px; border: 1px solid #d1d9e0; font-weight: 400; text-align: left }
  th { font-weight: 600; text-align: center }
  tbody tr:nth-child(2n) { background: #f6f8fa }
  code { padding: .2em .4em; border-radius: 6px; background: #818b981f;
    font: 85% 'Liberation Mono', monospace }`;

export interface SummaryFrame {
  readonly widthPx: number;
  /** The job that the summary is of. */
  readonly job: string;
}

/** A job summary as GitHub shows it below the run. */
export const buildSummaryPage = (markdown: string, { widthPx, job }: SummaryFrame): string =>
  `<!doctype html><meta charset="utf-8"><style>${STYLE} body { width: ${widthPx}px }</style>
<section><header>${job} summary</header>
<article>${convertSummary(markdown)}</article></section>`;
