/** Reasons for which the gateway itself refuses a request. */
export type GatewayReason =
  | 'unknownApi'
  | 'badAuthentication'
  | 'accessKeyLocked'
  | 'tokenToRenew'
  | 'throttled'
  | 'bodyTooLarge';

/** The gateway's line for a reason; the prefix APIG or APIGW is the cloud's. */
export interface GatewayError {
  readonly status: number;
  readonly number: string;
  readonly message: string;
}

/** What the gateway answers, by reason. */
export const gatewayErrors: Readonly<Record<GatewayReason, GatewayError>> = {
  unknownApi: { status: 404, number: '0101', message: 'The API does not exist' },
  badAuthentication: {
    status: 401,
    number: '0301',
    message: 'Incorrect IAM authentication information',
  },
  accessKeyLocked: {
    status: 401,
    number: '0301',
    message: 'Incorrect IAM authentication information: failed to reach the limit, forbidden',
  },
  tokenToRenew: { status: 401, number: '0307', message: 'The token must be updated' },
  throttled: {
    status: 429,
    number: '0308',
    message:
      'The throttling threshold has been reached: policy user over ratelimit,limit:200,time:1 minute',
  },
  bodyTooLarge: { status: 413, number: '0201', message: 'The request body is too large' },
};
