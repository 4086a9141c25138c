/** The inputs whose values must never be shown. */
export const SECRET_INPUTS = [
  'token',
  'access_key',
  'secret_key',
  'security_token',
  'password',
] as const;
