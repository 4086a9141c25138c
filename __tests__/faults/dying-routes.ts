import { Agent, type Dispatcher } from 'undici';

/** Real connections whose resets come as another code, as Node gives it for a route that goes meanwhile. */
export function dyingRoutes(code: string) {
  const agent = new Agent();
  const rename = (error: Error): Error =>
    'code' in error && error.code === 'ECONNRESET'
      ? Object.assign(new Error(`read ${code}`), { code, syscall: 'read' })
      : error;
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const renaming: Dispatcher.DispatchHandler = {
      onRequestStart: (...said) => handler.onRequestStart?.(...said),
      onResponseStart: (...said) => handler.onResponseStart?.(...said),
      onResponseData: (...said) => handler.onResponseData?.(...said),
      onResponseEnd: (...said) => handler.onResponseEnd?.(...said),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, rename(error)),
    };
    return dispatch(options, renaming);
  });
  return { dispatcher, destroy: () => agent.destroy() };
}
