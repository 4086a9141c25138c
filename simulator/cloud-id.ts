import { randomUUID } from 'node:crypto';

/** 32 hexadecimal digits and the suffix by which the clouds tell kinds of things: br07, br01 … */
export function cloudId(suffix = ''): string {
  return `${randomUUID().replaceAll('-', '')}${suffix}`;
}

/** The dashed form, used for jobs and by RDS v1 for backups. */
export function uuid(): string {
  return randomUUID();
}
