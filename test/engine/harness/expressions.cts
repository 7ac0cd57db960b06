import { Expression, LoggerProxy, type Workflow } from 'n8n-workflow';
import { Container, expressionRuntime, expressionSandboxing, GlobalConfig } from './n8nParts.cts';

/**
 * Starts n8n's isolated expression engine with the server's settings. Not by n8n's own
 * `initExpressionEngine`, because that loads its parts with a dynamic import, which Jest refuses.
 */
export async function startExpressions(): Promise<void> {
	const settings = Container.get(GlobalConfig).expressionEngine;
	// The older engine, which n8n before 2.35 prefers, needs no start; the oldest have no setting.
	if (settings?.engine !== 'vm') return;
	const { engine, bridgeTimeout, bridgeMemoryLimit, poolSize, maxCodeCacheSize } = settings;
	const { ExpressionEvaluator, IsolatedVmBridge } = expressionRuntime();
	const evaluator = new ExpressionEvaluator({
		createBridge: () =>
			new IsolatedVmBridge({
				timeout: bridgeTimeout,
				memoryLimit: bridgeMemoryLimit,
				logger: LoggerProxy,
			}),
		maxCodeCacheSize,
		poolSize,
		hooks: expressionSandboxing().expressionSandboxHooks,
		logger: LoggerProxy,
	});
	await evaluator.initialize();
	Expression.setExpressionEngine(engine);
	Expression['vmEvaluator'] = evaluator;
}

/** Ends the isolated engine, if this n8n has one. */
export async function stopExpressions(): Promise<void> {
	await Expression.disposeExpressionEngine?.();
}

/** Lets n8n evaluate expressions with its older engine, the only one of the oldest n8n. */
export async function useOlderEngine(): Promise<void> {
	await stopExpressions();
	Expression.setExpressionEngine?.('legacy');
}

/** Does what needs expressions outside of an execution; older n8n has no isolate for it. */
export async function withIsolate<T>({ expression }: Workflow, work: () => Promise<T>): Promise<T> {
	return await (expression.withIsolate?.(work) ?? work());
}
