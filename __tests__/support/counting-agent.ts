import { Agent, type Dispatcher } from 'undici';

/** Real connections that know whether a request is under way: meanwhile no time should pass. */
export function countingAgent() {
  let underWay = 0;
  const agent = new Agent();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    underWay += 1;
    let isOver = false;
    const end = () => {
      if (!isOver) underWay -= 1;
      isOver = true;
    };
    const counting: Dispatcher.DispatchHandler = {
      onRequestStart: (...said) => handler.onRequestStart?.(...said),
      onResponseStart: (...said) => handler.onResponseStart?.(...said),
      onResponseData: (...said) => handler.onResponseData?.(...said),
      onResponseEnd: (...said) => {
        end();
        handler.onResponseEnd?.(...said);
      },
      onResponseError: (...said) => {
        end();
        handler.onResponseError?.(...said);
      },
    };
    return dispatch(options, counting);
  });
  return { dispatcher, isBusy: () => underWay > 0, destroy: () => agent.destroy() };
}
