const { readFileSync, writeSync } = require('node:fs');

// On Linux maxRSS starts with what the parent had at the fork; the process's own peak is VmHWM.
const readPeakKb = () => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
};

// All threads' time so far, user and system, from the process's start.
const readCpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

process.on('exit', () =>
  writeSync(3, JSON.stringify({ cpuMs: readCpuMs(), peakKb: readPeakKb() })),
);
