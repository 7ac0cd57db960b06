import 'reflect-metadata';
import { createRequire } from 'node:module';

/*
 * The parts of n8n that n8n-core itself is built on. They must be the very copies that n8n-core
 * loads (services are found by class), while npm may have put other versions of them at the top of
 * node_modules; so each is looked up from where n8n looks it up.
 */
const requireAsCore = createRequire(require.resolve('n8n-core'));
const requireAsWorkflow = createRequire(require.resolve('n8n-workflow'));
const requireAsCommon = createRequire(requireAsCore.resolve('@n8n/backend-common'));

/** n8n's one container of services. */
export const { Container } = requireAsCore('@n8n/di') as typeof import('@n8n/di');

/** n8n's settings, read from the environment when they are first asked for. */
export const { GlobalConfig, InstanceSettingsConfig } = requireAsCore(
	'@n8n/config',
) as typeof import('@n8n/config');

/** n8n's logger, which nodes know as `this.logger`. */
export const { Logger } = requireAsCore(
	'@n8n/backend-common',
) as typeof import('@n8n/backend-common');

/**
 * n8n's isolated evaluation of expressions.
 * @throws Error if this n8n has none, as the oldest ones
 */
export function expressionRuntime(): typeof import('@n8n/expression-runtime') {
	return requireAsWorkflow('@n8n/expression-runtime');
}

/** The format in which n8n writes executions into its database. */
export const { parse, stringify } = requireAsCommon('flatted') as typeof import('flatted');
