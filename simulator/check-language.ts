import type { Call } from './call.ts';
import { Refusal } from './refusal.ts';

/** X-Language is optional, but the pages know two values only. */
export function checkLanguage({ request }: Call): void {
  const language = request.headers['x-language'];
  if (language === undefined || language === 'en-us' || language === 'zh-cn') return;
  throw new Refusal('badRequest', `X-Language ${language}`);
}
