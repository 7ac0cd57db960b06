import type { FastifyError, FastifyInstance } from 'fastify';
import { bodySchema, invalidBody } from './bodySchema.cts';
import { Exchange } from './exchange.cts';
import type { Behaviour } from './faults.cts';
import { checkImage, type AcceptedForms, type CheckedImage } from './imageCheck.cts';
import { openFiles } from './openFiles.cts';
import type { Fields } from './pageFields.cts';
import { SUBMIT_PREFIX } from './pages.cts';
import type { StandInState } from './state.cts';
import type { StandInTask } from './tasks.cts';

type Body = Readonly<Record<string, unknown>>;

async function checkImages(
	fields: Fields,
	body: Body,
	accepted: AcceptedForms,
): Promise<Record<string, CheckedImage>> {
	const checked: Record<string, CheckedImage> = {};
	for (const [name, field] of Object.entries(fields)) {
		if (field.kind !== 'image' || !(name in body)) continue;
		checked[name] = await checkImage(String(body[name]), field.rules, accepted);
	}
	return checked;
}

/** Checks the body and creates the task: from here on it is paid for. */
async function take(
	exchange: Exchange,
	fields: Fields,
	behaviour: Behaviour,
): Promise<StandInTask> {
	const { request, state } = exchange;
	const invalid = request.validationError as FastifyError | undefined;
	if (invalid?.validation !== undefined) throw invalidBody(invalid.validation);
	const body = request.body as Body;
	const images = await checkImages(fields, body, state.acceptedForms);
	request.record.imageForms = Object.fromEntries(
		Object.entries(images).map(([name, { form }]) => [name, form]),
	);
	request.record.openedFiles = await openFiles(fields, body, state.hosts);
	const task = state.tasks.create({
		path: request.record.path,
		body,
		behaviour,
		seconds: behaviour.seconds ?? state.taskSeconds,
		paid: true,
		pixels: images.image?.pixels,
	});
	request.record.taskId = task.taskId;
	state.recording.changed();
	return task;
}

/** Serves the submit of one page. */
export function submitRoute(
	app: FastifyInstance,
	[name, fields]: [name: string, fields: Fields],
	state: StandInState,
): void {
	const options = {
		config: { kind: 'submit' as const },
		schema: { body: bodySchema(fields) },
		// The route itself refuses an invalid body, once it has met its faults.
		attachValidation: true,
	};
	app.post(`${SUBMIT_PREFIX}${name}`, options, async (request, reply) => {
		const exchange = new Exchange(request, reply, state);
		const { behaviour, fault } = state.meetSubmit(request.record.path, request.body);
		const unclean = fault?.kind === 'uncleanEnd' ? fault : undefined;
		const answerFault = fault?.kind === 'uncleanEnd' ? undefined : fault;
		if (!answerFault?.accepted && (await exchange.meets(answerFault))) return reply;

		const wait = state.admitSubmit(request.record.path, Date.now());
		if (wait > 0) {
			await exchange.rateLimited(wait);
			return reply;
		}
		const task = await take(exchange, fields, behaviour);
		const answer = { task_id: task.taskId };
		if (unclean) return await exchange.endsUncleanly(answer, unclean.how);
		if (answerFault?.accepted && (await exchange.meets(answerFault))) return reply;
		return answer;
	});
}
