// The library's create call by hand: the same URL, headers and body.
const path = '/v3/619d3e78f61b4be68bc5aa0b59edcf7b/backups/create';
const headers = {
  accept: 'application/json',
  'user-agent': 'cloud-db-backup',
  'x-language': 'en-us',
  'content-type': 'application/json',
  'x-auth-token': 'a-token',
};

export function createBareCreate({ request }, dispatcher, url) {
  return async (order) => {
    const { instanceId, name, description } = order;
    const { statusCode, body } = await request(`${url}${path}`, {
      dispatcher,
      method: 'POST',
      headers,
      body: JSON.stringify({ instance_id: instanceId, name, description }),
    });
    const answer = await body.json();
    if (statusCode !== 201) throw new Error(JSON.stringify(answer));
    return answer.backup.id;
  };
}
