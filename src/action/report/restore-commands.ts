import type { PrintedRequest } from '../../restore/restore-guide.ts';

/** For a shell, which reads nothing of it. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const HEADERS = `-H "X-Auth-Token: $TOKEN" -H 'Content-Type: application/json'`;

const join = (...lines: readonly string[]) => lines.join(' \\\n  ');

/** The commands that make an instance of a backup, find it and delete it. */
export interface RestoreCommands {
  /** Writes the body to a file, with its marks; nobody else can read it. */
  readonly write: string;
  /** Sends that file, and deletes it once the request was accepted. */
  readonly send: string;
  /** Lists the instances of the new one's name. */
  readonly find: string;
  /** Deletes the new instance. */
  readonly remove: string;
}

/** For `sh` and `curl`; the token is read from the variable `TOKEN`. */
export function printCommands({ method, url, body }: PrintedRequest, id: string): RestoreCommands {
  const file = `restore-${id}.json`;
  return {
    // No line of the JSON is BODY: it begins with a brace or a blank.
    write: `(umask 077; cat > ${quote(file)}) <<'BODY'\n${JSON.stringify(body, null, 2)}\nBODY`,
    send: join(
      `curl --fail-with-body -X ${method}`,
      quote(url),
      HEADERS,
      `--data ${quote(`@${file}`)} &&`,
      `rm ${quote(file)}`,
    ),
    find: join('curl --fail-with-body -G', quote(url), HEADERS, `--data-urlencode 'name=<NAME>'`),
    remove: join('curl --fail-with-body -X DELETE', quote(`${url}/<NEW_INSTANCE_ID>`), HEADERS),
  };
}
