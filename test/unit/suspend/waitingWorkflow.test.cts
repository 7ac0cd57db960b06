import type { INode } from 'n8n-workflow';

import { waitingWorkflow } from '../../../nodes/NovitaKling/suspend/waitingWorkflow';

describe('waitingWorkflow', () => {
	const node: INode = {
		id: '1',
		name: 'Novita AI Kling',
		type: 'n8n-nodes-novita-kling.novitaKling',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { novitaApi: { id: '7', name: 'My account' } },
	};
	const workflow = waitingWorkflow(node, 'workflow-id', 'Tasks', 3);

	it('says what it waits for, and has no time-out of its own', () => {
		expect(workflow.name).toBe('Novita AI Kling: waiting for 3 videos');
		expect(workflow.settings).toMatchObject({ executionTimeout: -1 });
	});

	it('checks with the same node and the same credential', () => {
		const check = workflow.nodes.find(({ type }) => type === node.type);
		expect(check).toMatchObject({
			typeVersion: 1,
			credentials: node.credentials,
			parameters: { isParkedCheck: true },
		});
	});

	it('leads only to nodes that it has', () => {
		const names = workflow.nodes.map(({ name }) => name);
		const targets = Object.values(workflow.connections)
			.flatMap(({ main }) => main)
			.flatMap((connections) => connections ?? [])
			.map(({ node: name }) => name);
		expect(names).toEqual(expect.arrayContaining(targets));
		expect(names).toEqual(expect.arrayContaining(Object.keys(workflow.connections)));
		expect(new Set(names).size).toBe(names.length);
	});

	it('holds no key', () => {
		expect(JSON.stringify(workflow)).not.toMatch(/apiKey|Bearer/);
	});
});
