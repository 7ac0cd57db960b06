import { NodeConnectionTypes, type INodeParameters } from 'n8n-workflow';
import type { NodeDraft } from '../../test/server/fixture/workflowDraft.cts';
import { retrySettings, type JobSettings, type System, type Wiring } from './system.cts';

/** Long enough for a task that is finished at once; nothing is measured about it then. */
const SHORT_WAIT_SECONDS = 1;

const SUBMIT = 'Submit';
const WAIT = 'Wait';
const ASK = 'Ask for task';
const CHECK = 'Is it finished?';
const DOWNLOAD = 'Download';

const main = (node: string) => ({ node, type: NodeConnectionTypes.Main, index: 0 });

/** Around in a circle until the task is finished, then to the download. */
const CONNECTIONS = {
	[SUBMIT]: { main: [[main(WAIT)]] },
	[WAIT]: { main: [[main(ASK)]] },
	[ASK]: { main: [[main(CHECK)]] },
	[CHECK]: { main: [[main(DOWNLOAD)], [main(WAIT)]] },
};

function request(
	name: string,
	parameters: INodeParameters,
	settings: JobSettings,
	wiring?: Wiring,
): NodeDraft {
	const authentication = {
		authentication: 'genericCredentialType',
		genericAuthType: 'httpBearerAuth',
	};
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: { ...(wiring && authentication), ...parameters },
		...(wiring && {
			credentials: { httpBearerAuth: wiring.credentials.httpBearerAuth },
		}),
		...retrySettings(settings),
	};
}

const SUCCEEDED = {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
		conditions: [
			{
				id: 'succeeded',
				leftValue: '={{ $json.task.status }}',
				rightValue: 'TASK_STATUS_SUCCEED',
				operator: { type: 'string', operation: 'equals' },
			},
		],
		combinator: 'and',
	},
};

function nodesOf(waitSeconds: number, wiring: Wiring, settings: JobSettings): NodeDraft[] {
	const { novita } = wiring.addresses;
	const body = '={{ JSON.stringify({ prompt: $json.prompt }) }}';
	const taskId = { name: 'task_id', value: '={{ $json.task_id ?? $json.task.task_id }}' };
	return [
		request(
			SUBMIT,
			{
				method: 'POST',
				url: `${novita}/v3/async/kling-v2.1-t2v-master`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: body,
			},
			settings,
			wiring,
		),
		{
			name: WAIT,
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { amount: settings.isFinishedAtOnce ? SHORT_WAIT_SECONDS : waitSeconds },
		},
		request(
			ASK,
			{
				url: `${novita}/v3/async/task-result`,
				sendQuery: true,
				queryParameters: { parameters: [taskId] },
			},
			settings,
			wiring,
		),
		{ name: CHECK, type: 'n8n-nodes-base.if', typeVersion: 2.3, parameters: SUCCEEDED },
		request(
			DOWNLOAD,
			{
				url: '={{ $json.videos[0].video_url }}',
				options: { response: { response: { responseFormat: 'file' } } },
			},
			settings,
		),
	];
}

/** What people build without a node for the service: submit, and ask in a loop with a Wait in it. */
export function httpWorkflow(id: System['id'], waitSeconds: number): System {
	return {
		id,
		name: `HTTP Request, Wait ${waitSeconds} s`,
		isSequential: false,
		build: (wiring, settings) => ({
			nodes: nodesOf(waitSeconds, wiring, settings),
			connections: CONNECTIONS,
			output: DOWNLOAD,
		}),
	};
}
