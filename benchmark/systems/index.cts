import { httpWorkflow } from './httpWorkflow.cts';
import { MINIMAX, OPENAI, THIS_NODE } from './singleNodes.cts';

export { THIS_NODE };
export type { JobSettings, System, SystemId, Wiring } from './system.cts';

/** The Wait node's own default: the fastest of the loops that people build. */
export const HTTP_WAIT_5 = httpWorkflow('httpWait5', 5);

/** What the public templates for videos rather have. */
export const HTTP_WAIT_30 = httpWorkflow('httpWait30', 30);

/** All ways that are compared, in the order of the report. */
export const SYSTEMS = [THIS_NODE, MINIMAX, OPENAI, HTTP_WAIT_5, HTTP_WAIT_30];
