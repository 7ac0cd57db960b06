import { useOlderEngine } from '../harness/expressions.cts';

/**
 * Lets n8n evaluate the expressions of this test file by its older engine
 * (N8N_EXPRESSION_ENGINE=legacy), which starts no isolate for each execution. What expressions come
 * to is the same, and thousands of executions take a twentieth of the time. After `useKling`.
 */
export function useLegacyExpressions(): void {
	beforeAll(useOlderEngine);
}
