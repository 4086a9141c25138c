import { findOrderProblems } from '../../backup/backup-order.ts';
import type { Problem } from '../../errors/request-errors.ts';
import { serviceIds } from '../../services/index.ts';
import type { Target } from './target-fields.ts';

/** What the order's inputs hold; `undefined` for what is not given or wrong by itself. */
export interface OrderInputs {
  readonly given: (input: string) => boolean;
  readonly targets: readonly Target[];
  readonly databases: readonly string[] | undefined;
  /** Whether the step waits for completion. */
  readonly wait: boolean | undefined;
}

const ONE_SERVICE = ['service', 'instance_id', 'instance_name'];

function findWhichProblems({ given }: OrderInputs): readonly Problem[] {
  const also = ONE_SERVICE.filter(given);
  if (given('targets')) {
    const problem = `names services and instances by itself: leave out ${also.join(' and ')}, or targets`;
    return also.length > 0 ? [{ input: 'targets', problem }] : [];
  }
  const problems: Problem[] = [];
  if (!given('service')) {
    const problem = `is required: write one of ${serviceIds.join(', ')}; or targets for several`;
    problems.push({ input: 'service', problem });
  }
  if (!given('instance_id') && !given('instance_name')) {
    const problem =
      'is required: write the id of the instance, from the console; or its name, as instance_name';
    problems.push({ input: 'instance_id', problem });
  }
  return problems;
}

/** What means something for one instance only. */
function findSingleProblems({ given, targets, databases }: OrderInputs): readonly Problem[] {
  if (targets.length < 2) return [];
  const problems: Problem[] = [];
  if (given('instance_name')) {
    const problem = 'is the name of one instance, and instance_id has several: leave it out';
    problems.push({ input: 'instance_name', problem });
  }
  if (databases !== undefined && databases.length > 0) {
    const problem = 'are those of one instance: leave it out, or back up one instance in this step';
    problems.push({ input: 'databases', problem });
  }
  return problems;
}

function findRetentionProblems({ given, wait }: OrderInputs): readonly Problem[] {
  if (!given('keep_last')) return [];
  const problems: Problem[] = [];
  if (given('name')) {
    const problem =
      'knows this workflow’s backups by their default names: leave out name, or keep_last';
    problems.push({ input: 'keep_last', problem });
  }
  if (wait === false) {
    const problem = 'deletes only after a completed backup: leave out wait: false, or keep_last';
    problems.push({ input: 'keep_last', problem });
  }
  return problems;
}

/** Which instances are meant, and what else is asked for them. */
export function findOrderRuleProblems(inputs: OrderInputs): readonly Problem[] {
  const { targets, databases } = inputs;
  const services = [...new Set(targets.map(({ service }) => service))];
  const ofServices = services.flatMap((service) =>
    findOrderProblems({ service, databases, description: 'a default' }),
  );
  const [first] = ofServices;
  return [
    ...findWhichProblems(inputs),
    ...(targets.length < 2 && first ? [first] : []),
    ...findSingleProblems(inputs),
    ...findRetentionProblems(inputs),
  ];
}
