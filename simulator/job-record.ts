/** A task of the task center: a backup being made or being deleted. */
export interface JobRecord {
  readonly id: string;
  readonly host: string;
  readonly name: string;
  readonly instance: { readonly id: string; readonly name: string };
  readonly beganAt: number;
  readonly endsAt: number;
  readonly visibleFrom: number;
  readonly failReason: string | undefined;
}
