/** `3725000` → `1h 2m 5s`; under a minute `12s`, under a second `0.4s`. Takes milliseconds. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'any time';
  if (ms >= 50 && ms < 950) return `${(ms / 1000).toFixed(1)}s`;
  const total = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const parts = [hours > 0 && `${hours}h`, (hours > 0 || minutes > 0) && `${minutes}m`];
  return [...parts, `${total % 60}s`].filter(Boolean).join(' ');
}
