import { ExecuteContext, SupplyDataContext } from 'n8n-core';
import { kling, KLING, RETRY_ON_FAIL, useKling } from './setup.cts';

const tests = useKling();

/** Runs a test as on an older n8n, whose nodes and tools lack a method of their context. */
async function onN8nWithout(method: string, work: () => Promise<void>): Promise<void> {
	const found = new Map<object, PropertyDescriptor>();
	for (const { prototype } of [ExecuteContext, SupplyDataContext]) {
		let owner: object | null = prototype;
		while (owner) {
			const descriptor = Object.getOwnPropertyDescriptor(owner, method);
			if (descriptor) found.set(owner, descriptor);
			owner = Object.getPrototypeOf(owner) as object | null;
		}
	}
	expect(found.size).toBeGreaterThan(0);
	for (const owner of found.keys()) Reflect.deleteProperty(owner, method);
	try {
		await work();
	} finally {
		for (const [owner, descriptor] of found) Object.defineProperty(owner, method, descriptor);
	}
}

// n8n 1.100 and 2.0 have no such method, 1.123 and 2.8 have it.
it('makes a video where n8n tells a node no settings of its workflow', async () => {
	const scene = await tests.scene();
	await onN8nWithout('getWorkflowSettings', async () => {
		const run = await scene.run(kling());
		expect(run.error).toBeUndefined();
		expect(run.output(KLING)).toMatchObject([
			{ json: { taskId: scene.taskIds[0] }, binary: { data: {} } },
		]);
	});
});

// The context of a tool has no such method in n8n 1.100.
it('resumes what a tool paid for where n8n shows no hints of tools', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] });
	await onN8nWithout('addExecutionHints', async () => {
		const run = await scene.runAsTool(kling({}, RETRY_ON_FAIL), [{}], 'function');
		expect(scene.taskIds).toHaveLength(1);
		expect(run.output('Agent')[0].json.response).toContain(`"taskId":"${scene.taskIds[0]}"`);
	});
});
