import { factsOfFile } from '../nodes/NovitaKling/video/fileFacts';
import { checkCharacters } from './characters.cts';
import type { Check, Note } from './findings.cts';
import { findingOf, type Meanings } from './meanings.cts';
import type { Novita } from './novita.cts';
import type { Payment, Payments } from './payments.cts';
import { CHEAPEST, nameOf, paidRequest } from './requests.cts';

/** What the paid checks work with. */
export interface PaidContext {
	readonly payments: Payments;
	readonly novita: Novita;
	/** A JPEG that fits the rules of every model. */
	readonly photo: Buffer;
}

const IMAGE_TO_VIDEO = { operation: 'imageToVideo', prompt: 'The camera moves slowly' } as const;

/** Models whose pages do not say in which form `image` comes, each with its shortest video. */
const IMAGE_MODELS = [
	CHEAPEST,
	{ model: 'kling-v2.1-master', duration: '5' },
	{ model: 'kling-v2.1', duration: '5' },
] as const;

/** The values of the option Image Encoding, in words. */
const IMAGE_FORMS = { base64: 'the image as plain base64', dataUri: 'the image as a data URI' };

/** `.invalid` is a domain that never exists (RFC 2606), so that Novita cannot fetch this image. */
const MISSING_IMAGE = 'https://example.invalid/photo.jpg';

/** Pro's pages require the prompt, and let the shots exclude it. */
const PRO_VIDEO = { model: 'kling-v3.0-pro', duration: '3' } as const;

/** Two shots which together are longer than the video. */
const SHOTS = ['A meadow in the wind', 'A dandelion from close by'].map((prompt) => ({
	prompt,
	duration: Number(CHEAPEST.duration),
}));

const FAILED_LATER = ['open', 'accepted at the submit, and failed later.'] as const;
const ACCEPTED_OR_NOT: Meanings = {
	refused: ['settled', 'not accepted.'],
	succeeded: ['settled', 'accepted.'],
	failed: FAILED_LATER,
};

/** Everything that is paid for, in the order in which it is asked. */
export const PAID_CHECKS: ReadonlyArray<Check<PaidContext>> = [
	...IMAGE_MODELS.flatMap((video) =>
		Object.entries(IMAGE_FORMS).map(([imageEncoding, form]) => ({
			title: `Whether ${nameOf(video.model)} takes ${form}`,
			run: async ({ payments, photo }: PaidContext, note: Note) => {
				const parameters = { ...IMAGE_TO_VIDEO, ...video, imageEncoding };
				const request = await paidRequest(parameters, form, { image: photo });
				note(findingOf(await payments.pay(request), request.what, ACCEPTED_OR_NOT));
			},
		})),
	),
	{
		title: 'Whether the seconds of the shots have to add up',
		run: async ({ payments, novita, photo }, note) => {
			const request = await paidRequest(
				{ ...IMAGE_TO_VIDEO, ...CHEAPEST, multiPrompt: { shots: SHOTS } },
				`${SHOTS.length} shots of ${CHEAPEST.duration} seconds each`,
				{ image: photo },
			);
			const payment = await payments.pay(request);
			note(
				findingOf(payment, request.what, {
					refused: ['settled', 'not accepted, so they have to.'],
					succeeded: ['settled', `accepted, so they need not; ${await lengthOf(payment, novita)}.`],
					failed: FAILED_LATER,
				}),
			);
		},
	},
	{
		title: `Whether ${nameOf(PRO_VIDEO.model)} takes shots in place of the prompt`,
		run: async ({ payments }, note) => {
			const request = await paidRequest(
				{ operation: 'textToVideo', ...PRO_VIDEO, multiPrompt: { shots: SHOTS } },
				'shots in place of the prompt',
			);
			note(findingOf(await payments.pay(request), request.what, ACCEPTED_OR_NOT));
		},
	},
	{
		title: 'Whether a failed task is billed',
		run: async ({ payments }, note) => {
			const request = await paidRequest(
				{ ...IMAGE_TO_VIDEO, ...CHEAPEST, imageSource: 'url', imageUrl: MISSING_IMAGE },
				'an image that does not exist, so that the task fails',
			);
			const payment = await payments.pay(request);
			note(
				findingOf(payment, request.what, {
					refused: ['open', 'refused at the submit, so that no task failed.'],
					succeeded: ['open', 'it did not fail.'],
					failed: billMeaning(payment),
				}),
			);
		},
	},
	{
		title: 'How the characters of a prompt are counted',
		run: async ({ payments }, note) => await checkCharacters(payments, note),
	},
];

/** What the balance says about a task that failed. */
function billMeaning(payment: Payment) {
	const dollars = payment.kind === 'task' ? payment.task.dollars.inTheEnd : undefined;
	if (dollars === undefined) return ['open', 'it failed, and the balance is not known.'] as const;
	return [
		'settled',
		dollars > 0 ? 'the balance fell, so it is billed.' : 'the balance did not fall.',
	] as const;
}

/** How long the video of a task is, in words. */
async function lengthOf(payment: Payment, novita: Novita): Promise<string> {
	const link = payment.kind === 'task' ? payment.task.videoUrl : undefined;
	const video = link && (await novita.download(link));
	const seconds = video && factsOfFile(video)?.durationSeconds;
	return seconds ? `the video has ${seconds.toFixed(1)} seconds` : 'its length is not known';
}
