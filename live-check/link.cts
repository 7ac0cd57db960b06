import { setTimeout as sleep } from 'node:timers/promises';
import { readTaskSnapshot } from '../nodes/NovitaKling/transport/taskAnswer';
import type { Check, Finding } from './findings.cts';
import { inWords, type Novita } from './novita.cts';

/** Milliseconds. A signature that is made from the time in seconds is another one after this. */
const BETWEEN_REQUESTS = 2000;

/** A time as signed links write it: 20261126T093000Z. */
const COMPACT_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

const MILLISECONDS = 1000;

/**
 * When a signed link expires, as its query string says it.
 *
 * @returns milliseconds since 1970; undefined where it does not say
 */
export function expiryOf(link: string): number | undefined {
	const parameters = URL.canParse(link) ? [...new URL(link).searchParams] : [];
	const valueOf = (name: RegExp) => parameters.find(([found]) => name.test(found))?.[1];
	const lifetime = valueOf(/-expires$/i);
	const signedAt = valueOf(/-date$/i)?.replace(COMPACT_TIME, '$1-$2-$3T$4:$5:$6Z');
	const expiry = lifetime
		? Date.parse(signedAt ?? '') + Number(lifetime) * MILLISECONDS
		: Number(valueOf(/^expires$/i)) * MILLISECONDS;
	return Number.isFinite(expiry) ? expiry : undefined;
}

/** How long a link is good, as a sentence of its own. */
function lifeOf(link: string): string {
	const expiry = expiryOf(link);
	return expiry === undefined
		? 'It does not say when it expires.'
		: `It says that it is good until ${new Date(expiry).toISOString()}.`;
}

/** What the check of a link works with. */
interface LinkContext {
	readonly novita: Novita;
	/** A task that was paid for, in this run or before. */
	readonly taskId: string;
}

/** Asks for a finished task twice, and opens the link that the second answer gives; free of charge. */
export const LINK_CHECK: Check<LinkContext> = {
	title: 'Whether asking again renews the link of a video',
	run: async ({ novita, taskId }, note) => note(await checkLink(novita, taskId)),
};

async function checkLink(novita: Novita, taskId: string): Promise<Finding> {
	const first = await novita.taskResult(taskId);
	await sleep(BETWEEN_REQUESTS);
	const second = await novita.taskResult(taskId);
	const exchanges = [first, second];
	const [earlier, later] = exchanges.map(
		({ answer }) => answer && readTaskSnapshot(answer, Date.now())?.videoUrl,
	);
	if (!earlier || !later) {
		const text = `Task ${taskId} has no video to ask for: ${inWords(second)}.`;
		return { verdict: 'open', text, exchanges };
	}
	const status = await novita.openLink(later);
	if (status === undefined) {
		const text = `The host of the video of task ${taskId} did not answer.`;
		return { verdict: 'open', text, exchanges };
	}
	if (status !== 200) {
		const text = `Asking again for task ${taskId} gave a link that does not open (HTTP ${status}).`;
		return { verdict: 'different', text, exchanges };
	}
	if (earlier !== later) {
		const text = `Yes: each status request gives another link, and the newest opens. ${lifeOf(later)}`;
		return { verdict: 'settled', text, exchanges };
	}
	const text = `The same link came twice, and opens. ${lifeOf(later)} Once it has expired, ask again, free of charge: npm run check:live -- --task ${taskId}`;
	return { verdict: 'open', text, exchanges };
}
