import { expect, test } from '@jest/globals';
import { type Respond, testClient, thrownBy } from '../../support/memory-cloud.ts';

const instance = (at: number) => ({ id: `i-${at}`, name: `db-${at}`, status: 'ACTIVE' });

/** A list that knows pages and no filter, like that of a cloud that ignores the name. */
function pagedCloud(count: number, findPage = (offset: number) => offset) {
  const offsets: (string | null)[] = [];
  const respond: Respond = ({ url }) => {
    offsets.push(url.searchParams.get('offset'));
    const from = findPage(Number(url.searchParams.get('offset') ?? 0));
    const to = Math.min(count, from + Number(url.searchParams.get('limit')));
    const instances = Array.from({ length: Math.max(0, to - from) }, (_, at) =>
      instance(from + at),
    );
    return { body: { instances, total_count: count } };
  };
  return { ...testClient({ respond }), offsets };
}

test('a name on the third page is found', async () => {
  const { client, offsets } = pagedCloud(250);
  expect(await client.findInstance({ service: 'taurusdb', name: 'db-249' })).toMatchObject({
    id: 'i-249',
  });
  expect(offsets).toEqual([null, '99', '198']);
});

test('a name that stands on two pages is found twice: no page is left out', async () => {
  const respond: Respond = ({ url }) => {
    const from = Number(url.searchParams.get('offset') ?? 0);
    const twin = { ...instance(999), name: 'db-1' };
    const all = [...Array.from({ length: 100 }, (_, at) => instance(at)), twin];
    return { body: { instances: all.slice(from, from + 100) } };
  };
  const { client } = testClient({ respond });
  const error = await thrownBy(client.findInstance({ service: 'taurusdb', name: 'db-1' }));
  expect(error).toMatchObject({ name: 'LookupError', found: ['i-1', 'i-999'] });
});

test('a cloud that answers the same page again and again ends the look', async () => {
  const { client, offsets } = pagedCloud(100, () => 0);
  const error = await thrownBy(client.findInstance({ service: 'taurusdb', name: 'nobody' }));
  expect(error).toHaveProperty('name', 'LookupError');
  // Twice: for the name, and for the names that are nearly this one.
  expect(offsets).toHaveLength(4);
});

/** A list of fewer instances a page than it is asked for. */
function shortPages(names: readonly string[], pageSize: number, isCounted = true) {
  const offsets: (string | null)[] = [];
  const respond: Respond = ({ url }) => {
    offsets.push(url.searchParams.get('offset'));
    const from = Number(url.searchParams.get('offset') ?? 0);
    const all = names.map((name, at) => ({ id: `i-${at}`, name, status: 'ACTIVE' }));
    const counted = isCounted ? { total_count: names.length } : {};
    return { body: { instances: all.slice(from, from + pageSize), ...counted } };
  };
  return { ...testClient({ respond }), offsets };
}

test.each([
  ['counts them', true, [null, '1', '2', '3']],
  ['counts nothing', false, [null, '1', '2', '3', '4']],
])('a name behind two short pages is found where the list %s', async (_, isCounted, expected) => {
  const { client, offsets } = shortPages(['a', 'b', 'c', 'd', 'shop'], 2, isCounted);
  const found = await client.findInstance({ service: 'taurusdb', name: 'shop' });
  expect(found).toHaveProperty('id', 'i-4');
  expect(offsets).toEqual(expected);
});

test('an id that a list gives without heeding it is looked for on further pages, and no further', async () => {
  const { client, offsets } = shortPages(['a', 'b', 'c', 'd', 'shop'], 2);
  const found = await client.findInstance({ service: 'taurusdb', instanceId: 'i-2' });
  expect(found).toHaveProperty('name', 'c');
  expect(offsets).toEqual([null, '1']);
});

test('an instance that only has the name as a part of its own is not the one that is meant', async () => {
  const { client } = shortPages(['shop-replica', 'my-shop', 'Shop'], 100);
  const error = await thrownBy(client.findInstance({ service: 'taurusdb', name: 'shop' }));
  expect(error).toMatchObject({ name: 'LookupError', found: [] });
});

test('the whole name is found among those that have it as a part', async () => {
  const { client } = shortPages(['shop-replica', 'shop', 'my-shop'], 100);
  const found = await client.findInstance({ service: 'taurusdb', name: 'shop' });
  expect(found).toHaveProperty('id', 'i-1');
});
