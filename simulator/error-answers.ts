import {
  type DocumentedError,
  type ErrorMeaning,
  type GatewayError,
  type GatewayReason,
  gatewayErrors,
  type Refusal,
} from './errors.ts';
import type { Settings } from './options.ts';
import type { ServiceDescription } from './route.ts';
import { type Answer, jsonAnswer } from './wire.ts';

/** Words a refusal as the service documents it, or as the gateway before it does. */
export function refusalAnswer(
  refusal: Refusal,
  service: ServiceDescription | undefined,
  settings: Settings,
): Answer {
  const { reason, detail } = refusal;
  if (typeof reason === 'string' && isGatewayReason(reason)) {
    const error = gatewayErrors[reason];
    const message = detail === undefined ? error.message : `${error.message}: ${detail}`;
    return gatewayAnswer({ ...error, message }, service, settings);
  }
  if (service === undefined) throw new Error(`no service to word ${refusal.message}`);
  return documentedAnswer(service, reason, detail);
}

/** The service's own error, by its meaning or as it is. */
export function documentedAnswer(
  service: ServiceDescription,
  meaning: ErrorMeaning | DocumentedError,
  detail?: string,
): Answer {
  const error = typeof meaning === 'string' ? service.errors[meaning] : meaning;
  const message = detail === undefined ? error.message : `${error.message} (${detail})`;
  return jsonAnswer(error.status, service.errorBody({ ...error, message }));
}

function gatewayAnswer(
  error: GatewayError,
  service: ServiceDescription | undefined,
  settings: Settings,
): Answer {
  const own = service?.gatewayErrorBody?.(error);
  return jsonAnswer(
    error.status,
    own ?? {
      error_code: `${settings.gatewayPrefix}.${error.number}`,
      error_msg: error.message,
      request_id: settings.newId('request').replaceAll('-', ''),
    },
  );
}

function isGatewayReason(reason: ErrorMeaning | GatewayReason): reason is GatewayReason {
  return Object.hasOwn(gatewayErrors, reason);
}
