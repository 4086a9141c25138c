import { checkOrders, describeDryRun, refuseFailed } from '../../task/dry-run.ts';
import { type CheckedOrder, nameTarget } from '../../task/report/report.ts';
import { printTable } from '../table.ts';
import { create } from './create.ts';
import type { Subcommand } from './subcommand.ts';

const toRows = ({ order, instance, checks }: CheckedOrder) =>
  checks.map(({ title, verdict, text }) => [
    verdict,
    nameTarget(order, instance?.name),
    title,
    text,
  ]);

const toEntry = ({ order, instance, checks, isReady }: CheckedOrder) => ({
  service: order.service,
  instance_id: order.instanceId,
  instance_name: instance?.name ?? null,
  name: order.name,
  is_ready: isReady,
  checks,
});

export const check: Subcommand = {
  name: 'check',
  summary: 'Checks all that can be known before a backup is made, and makes none.',
  options: create.options.filter(({ name }) => name !== 'output-env'),
  makesBackups: false,
  async run(task) {
    const { log, words } = task.context;
    const checks = await checkOrders(task);
    log.info(describeDryRun(words));
    refuseFailed(checks);
  },
  print({ report }) {
    const { checks } = report.state;
    if (checks === undefined) return undefined;
    return {
      table: printTable([['VERDICT', 'DATABASE', 'CHECK', 'FOUND'], ...checks.flatMap(toRows)]),
      json: checks.map(toEntry),
    };
  },
};
