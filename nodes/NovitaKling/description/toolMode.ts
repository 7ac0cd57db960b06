/**
 * The condition of n8n's panel that the node is the tool of an AI agent. An agent gets no file and cannot
 * be suspended. It stands before all other conditions, because n8n shows a parameter as soon as one
 * depends on an expression; n8n that does not know it takes it for false.
 */
export const AS_TOOL = { '@tool': [true] };
