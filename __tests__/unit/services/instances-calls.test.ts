import { expect, test } from '@jest/globals';
import { type ServiceId, serviceIds } from '../../../src/index.ts';
import { getService } from '../../../src/services/index.ts';
import { PROJECT } from '../../support/memory-cloud.ts';
import { checkRows } from '../../support/table.ts';

const idOf = (suffix: string) => `${'a'.repeat(32)}${suffix}`;

test('each service looks at an instance by its own query', () =>
  checkRows<[ServiceId, string, object]>(
    [
      ['taurusdb', idOf('in07'), { id: idOf('in07') }],
      ['rds', idOf('in01'), { id: idOf('in01') }],
      ['rds', idOf('in04'), { id: idOf('in04') }],
      ['dds', idOf('in02'), { id: idOf('in02') }],
      ['gaussdb', idOf('in14'), { id: idOf('in14') }],
      ['geminidb', idOf('in06'), { id: idOf('in06') }],
      ['rds-v1', idOf('in01'), { id: idOf('in01') }],
      ['rds-v1', idOf('in03'), { id: idOf('in03') }],
      ['rds-v1', idOf('in04'), { id: idOf('in04') }],
      ['rds-v1', idOf('no01'), { limit: 100 }],
      ['rds-v1', '44b277eb-39be-4921-be31-3d61b43651d7', { limit: 100 }],
    ],
    (service, instanceId, query) => {
      expect(
        getService(service).listInstances({ projectId: PROJECT, id: instanceId }),
      ).toMatchObject({
        method: 'GET',
        path: ['v3', PROJECT, 'instances'],
        query,
        purpose: `look at instance ${instanceId}`,
      });
    },
  ));

test.each(serviceIds)('%s: looking sends no body', (service) => {
  expect(getService(service).listInstances({ projectId: PROJECT, id: 'i-1' })).not.toHaveProperty(
    'body',
  );
});
