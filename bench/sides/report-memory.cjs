const { readFileSync, writeSync } = require('node:fs');

// On Linux maxRSS starts with what the parent had at the fork; the process's own peak is VmHWM.
const readPeakKb = () => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
};

process.on('exit', () => writeSync(3, String(readPeakKb())));
