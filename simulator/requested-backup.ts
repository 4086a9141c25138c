import type { BackupWish } from './accept-backup.ts';
import { bodyFields, optionalText, requiredText } from './body-fields.ts';
import type { Call } from './call.ts';
import { findInstance } from './find-instance.ts';

/** The backup a v3 create body asks for: `instance_id`, `name`, perhaps `description`. */
export function requestedBackup(call: Call): BackupWish {
  const fields = bodyFields(call);
  const instanceId = requiredText(fields, 'instance_id');
  const name = requiredText(fields, 'name');
  const description = optionalText(fields, 'description');
  return { instance: findInstance(call, instanceId), name, description };
}
