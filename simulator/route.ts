import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { Cloud } from './cloud.ts';
import type { CloudRequest } from './cloud-request.ts';
import type { Operation } from './operation.ts';

/** One documented method and path. */
export interface Route {
  readonly operation: Operation;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Placeholders in braces, as the pages write them: /v3/{project_id}/backups. */
  readonly path: string;
  /** The only cloud that has it; without it both do. */
  readonly onlyOn?: Cloud;
  /** True where the call itself brings the proof of identity. */
  readonly anonymous?: boolean;
  /** For pages that share a method and path: whether the request is for this one. */
  readonly means?: (request: CloudRequest) => boolean;
  readonly handle: (call: Call) => Answer;
}
