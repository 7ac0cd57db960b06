import type { IDataObject } from 'n8n-workflow';
import type { RecordedRequest, StandIn } from '../novita-standin/standin.cts';
import { searchableText, type EngineRun } from './harness/engine.cts';

/** What a signed link holds and nothing else does; whoever reads it can fetch the video. */
const SIGNATURE = 'X-Amz-Signature';

/**
 * Searches what runs left behind, and what they sent, for secrets.
 *
 * @param key the API key
 * @returns a line for each find, without the secret itself; empty where all is well
 */
export function findLeaks(
	key: string,
	runs: readonly EngineRun[],
	services: readonly StandIn[],
): string[] {
	return [
		...runs.flatMap((run) => leaksOfRun(key, run)),
		...services.flatMap((service) =>
			service.requests.flatMap((request) => leaksOfRequest(key, request)),
		),
	];
}

function leaksOfRun(key: string, run: EngineRun): string[] {
	const name = `execution ${run.executionId} (${run.status})`;
	const failures = searchableText(errorsOf(run), failedItemsOf(run), run.logs);
	return [
		...(run.toSearchableText().includes(key) ? [`${name} holds the API key`] : []),
		...(failures.includes(SIGNATURE)
			? [`an error or log line of ${name} holds a signed link`]
			: []),
	];
}

/** Every error that n8n stored with a run: of the execution, of its nodes and of its items. */
function errorsOf(run: EngineRun): unknown[] {
	const ofNodes = nodeRunsOf(run).map(({ error }) => error);
	const ofItems = itemsOf(run).map(({ error }) => error);
	return [run.error, ...ofNodes, ...ofItems];
}

function failedItemsOf(run: EngineRun): IDataObject[] {
	return itemsOf(run)
		.map(({ json }) => json)
		.filter((json) => 'error' in json);
}

function itemsOf(run: EngineRun) {
	return nodeRunsOf(run)
		.flatMap(({ data }) => Object.values(data ?? {}).flat(2))
		.filter((item) => item !== null);
}

function nodeRunsOf(run: EngineRun) {
	return Object.values(run.raw.data.resultData.runData).flat();
}

/** The key belongs in one header of requests to the API, and nowhere else. */
function leaksOfRequest(key: string, request: RecordedRequest): string[] {
	const { server, method, path, headers } = request;
	const { authorization, ...others } = headers;
	const isAllowed = server === 'api' || authorization === undefined;
	const elsewhere = searchableText(path, request.query, others, request.body);
	if (isAllowed && !request.leakedKey && !elsewhere.includes(key)) return [];
	return [`${method} ${path} carried the API key to the ${server} server where it must not be`];
}
