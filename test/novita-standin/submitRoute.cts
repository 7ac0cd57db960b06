import type { FastifyInstance } from 'fastify';
import { bodySchema, invalidBody } from './bodySchema.cts';
import { Refusal } from './errors.cts';
import { Exchange } from './exchange.cts';
import type { Behaviour } from './faults.cts';
import { checkImage, type CheckedImage } from './imageCheck.cts';
import { SUBMIT_PREFIX, type ModelRoute } from './models.cts';
import type { StandInState } from './state.cts';
import type { StandInTask } from './tasks.cts';

type Body = Readonly<Record<string, unknown>>;

async function checkImages(model: ModelRoute, body: Body): Promise<Map<string, CheckedImage>> {
	const checked = new Map<string, CheckedImage>();
	for (const [field, limits] of Object.entries(model.images ?? {})) {
		checked.set(field, await checkImage(body[field] as string, limits));
	}
	return checked;
}

/** From here on the task exists and is paid for. */
async function take(
	exchange: Exchange,
	model: ModelRoute,
	behaviour: Behaviour,
): Promise<StandInTask> {
	const { request, state } = exchange;
	const failures = request.validationError?.validation;
	if (failures !== undefined) {
		const { message, metadata } = invalidBody(failures);
		throw new Refusal('INVALID_REQUEST_BODY', { message, metadata });
	}
	const body = request.body as Body;
	const images = await checkImages(model, body);
	request.record.imageForms = Object.fromEntries(
		[...images].map(([field, { form }]) => [field, form]),
	);
	const task = state.tasks.create({
		path: request.record.path,
		body,
		behaviour,
		seconds: behaviour.seconds ?? state.taskSeconds,
		paid: true,
		pixels: images.get('image')?.pixels,
	});
	request.record.taskId = task.taskId;
	state.recording.changed();
	return task;
}

/** Serves the submit of one model. */
export function submitRoute(app: FastifyInstance, model: ModelRoute, state: StandInState): void {
	const options = {
		config: { kind: 'submit' as const },
		schema: { body: bodySchema(model) },
		// The route itself answers a body that is not valid, after the faults.
		attachValidation: true,
	};
	app.post(`${SUBMIT_PREFIX}${model.name}`, options, async (request, reply) => {
		const exchange = new Exchange(request, reply, state);
		const { behaviour, fault } = state.meetSubmit(request.record.path, request.body);
		const taken = fault?.taken === true;
		if (!taken && (await exchange.meets(fault))) return reply;

		const wait = state.admitSubmit(request.record.path, Date.now());
		if (wait > 0) {
			await exchange.rateLimited(wait);
			return reply;
		}
		const task = await take(exchange, model, behaviour);
		if (taken && (await exchange.meets(fault))) return reply;
		return { task_id: task.taskId };
	});
}
