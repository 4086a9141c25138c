import type { Operation } from './operation.ts';
import type { Route } from './route.ts';

/** A route from the line a page heads it with: `POST /v3/{project_id}/backups`. */
export function documentedRoute(
  operation: Operation,
  line: `${Route['method']} /${string}`,
  handle: Route['handle'],
): Route {
  const [method, path] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  if (!isMethod(method)) throw new Error(line);
  return { operation, method, path, handle };
}

const isMethod = (word: string): word is Route['method'] =>
  ['GET', 'HEAD', 'POST', 'DELETE'].includes(word);
