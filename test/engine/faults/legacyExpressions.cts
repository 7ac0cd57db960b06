import { useOlderEngine } from '../harness/expressions.cts';

/**
 * Lets n8n evaluate the expressions of this test file with its older engine
 * (N8N_EXPRESSION_ENGINE=legacy), which starts no isolate for each execution. The results are
 * the same, and thousands of executions take a twentieth of the time. Call it after `useKling`.
 */
export function useLegacyExpressions(): void {
	beforeAll(useOlderEngine);
}
