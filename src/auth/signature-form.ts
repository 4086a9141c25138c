import type { SignatureForm } from './sign.ts';

/**
 * In which form requests are signed. No page says which one OTC's database hosts take; the scoped
 * form has the witnesses, so it is the first there. A form is kept once a host has accepted it.
 */
export interface SignatureForms {
  /** The form for the next request to this host. */
  find(host: string): SignatureForm;
  /** This host has accepted it: it stays with it, and others start with it. */
  accept(host: string, form: SignatureForm): void;
  /** After a refusal at this host: whether there is another form to send the same call in. */
  change(host: string, refused: SignatureForm): boolean;
}

interface Habit {
  readonly form: SignatureForm;
  readonly isSettled: boolean;
}

const other = (form: SignatureForm): SignatureForm => (form === 'scoped' ? 'plain' : 'scoped');

/** `hasBoth`: the cloud is OTC. Everywhere else the plain form is documented, and no other. */
export function createSignatureForms(hasBoth: boolean): SignatureForms {
  const habits = new Map<string, Habit>();
  // Before anything was accepted no host has a form of its own: a key stands two refusals, not two a host.
  let start: Habit = { form: hasBoth ? 'scoped' : 'plain', isSettled: !hasBoth };
  let isAccepted = false;
  const find = (host: string) => habits.get(host)?.form ?? start.form;
  return {
    find,
    accept(host, form) {
      habits.set(host, { form, isSettled: true });
      start = { form, isSettled: !hasBoth };
      isAccepted = true;
    },
    change(host, refused) {
      // Somebody else's refusal has changed it meanwhile.
      if (find(host) !== refused) return true;
      const habit = habits.get(host) ?? start;
      if (habit.isSettled) return false;
      const changed = { form: other(refused), isSettled: true };
      if (isAccepted) habits.set(host, changed);
      else start = changed;
      return true;
    },
  };
}
