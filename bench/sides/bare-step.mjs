// The same create as the step's, with nothing around it: what a script in a workflow would do.
const { CREATE_URL, TOKEN, BODY } = process.env;
const response = await fetch(CREATE_URL, {
  method: 'POST',
  headers: {
    accept: 'application/json',
    'user-agent': 'cloud-db-backup',
    'x-language': 'en-us',
    'content-type': 'application/json',
    'x-auth-token': TOKEN,
  },
  body: BODY,
});
const answer = await response.json();
if (!response.ok) throw new Error(JSON.stringify(answer));
process.stdout.write(`${answer.backup.id}\n`);
