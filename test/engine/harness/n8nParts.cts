import 'reflect-metadata';
import { createRequire } from 'node:module';
import type * as backendCommon from '@n8n/backend-common';
import type * as config from '@n8n/config';
import type * as di from '@n8n/di';
import type * as runtime from '@n8n/expression-runtime';
import type * as flatted from 'flatted';
import type * as sandboxing from 'n8n-workflow/expression-sandboxing';

/*
 * The parts of n8n that n8n-core itself is built on. They must be the very copies that n8n-core
 * loads (services are found by class), while npm may have put other versions of them at the top of
 * node_modules; so each is looked up from where n8n looks it up.
 */
const requireHere = createRequire(__filename);
const requireAsCore = createRequire(require.resolve('n8n-core'));
const requireAsWorkflow = createRequire(require.resolve('n8n-workflow'));
const requireAsCommon = createRequire(requireAsCore.resolve('@n8n/backend-common'));

/** n8n's one container of services. */
export const { Container } = requireAsCore('@n8n/di') as typeof di;

/** n8n's settings, read from the environment when they are first used. */
export const { GlobalConfig, InstanceSettingsConfig } = requireAsCore(
	'@n8n/config',
) as typeof config;

/** n8n's logger, which nodes know as `this.logger`. */
export const { Logger } = requireAsCore('@n8n/backend-common') as typeof backendCommon;

/** The format in which n8n writes executions into its database. */
export const { parse, stringify } = requireAsCommon('flatted') as typeof flatted;

/**
 * n8n's isolated evaluation of expressions.
 * @throws Error if this n8n has none, as the oldest ones
 */
export function expressionRuntime(): typeof runtime {
	return requireAsWorkflow('@n8n/expression-runtime') as typeof runtime;
}

/**
 * The sandbox of n8n's expressions.
 * @throws Error if this n8n does not export it, as the oldest ones
 */
export function expressionSandboxing(): typeof sandboxing {
	return requireHere('n8n-workflow/expression-sandboxing') as typeof sandboxing;
}
