/** Novita's documented errors, as data: the HTTP status and the wording of each reason. */
const DOCUMENTED_ERRORS: Readonly<Record<string, readonly [status: number, message: string]>> = {
	INVALID_REQUEST_BODY: [400, 'invalid request body'],
	IMAGE_FILE_EXCEEDS_MAX_SIZE: [400, 'image file exceeds max size'],
	INVALID_IMAGE_FORMAT: [400, 'invalid image format'],
	IMAGE_EXCEEDS_MAX_RESOLUTION: [400, 'image exceeds max resolution'],
	INVALID_IMAGE_SIZE: [400, 'invalid image size'],
	IMAGE_NO_FACE_DETECTED: [400, 'image no face detected'],
	INVALID_CUSTOM_OUTPUT_PATH: [400, 'invalid custom output path'],
	ILLEGAL_PROMPT: [400, 'illegal prompt'],
	ILLEGAL_IMAGE_CONTENT: [400, 'illegal image content'],
	INVALID_AUDIO_FILE: [400, 'invalid audio file'],
	MISSING_API_KEY: [400, 'missing api key'],
	// 400 in the list for images and videos; the list for language models has 403.
	BILLING_BALANCE_NOT_ENOUGH: [400, 'billing balance not enough'],
	FAILED_TO_AUTH: [401, 'failed to auth'],
	INVALID_API_KEY: [403, 'invalid api key'],
	API_NOT_ALLOWED: [403, 'api not allowed'],
	FEATURE_NOT_ALLOWED: [403, 'feature not allowed'],
	NEED_REAL_NAME_VERIFY: [403, 'need real name verify'],
	BILLING_AUTH_FAILED: [403, 'billing auth failed'],
	API_NOT_FOUND: [404, 'api not found'],
	TASK_NOT_FOUND: [404, 'task not found'],
	RATE_LIMIT_EXCEEDED: [429, 'rate limit exceeded'],
	CREATE_TASK_FAILED: [500, 'create task failed'],
	BILLING_FAILED: [500, 'billing failed'],
	GET_RESULT_FAILED: [500, 'get result failed'],
	TASK_FAILED: [500, 'task failed'],
};

/** The errors of the usage bills alone, from their own page. */
const BILL_ERRORS: typeof DOCUMENTED_ERRORS = {
	INVALID_BILL_CYCLE: [400, 'invalid bill cycle'],
	INVALID_PRODUCT_CATEGORY: [400, 'invalid product category'],
	LIST_BILL_TOO_FAST: [429, 'list bill too fast'],
	LIST_BILL_ERROR: [500, 'list bill error'],
};

/** Every documented reason of videos, for tests that walk through all of them. */
export const DOCUMENTED_REASONS: readonly string[] = Object.keys(DOCUMENTED_ERRORS);

/** An answer in Novita's error form. */
export interface NovitaErrorBody {
	readonly code: number;
	readonly reason: string;
	readonly message: string;
	readonly metadata: Readonly<Record<string, string>>;
}

/** What may differ from the documented wording of an error. */
export interface ErrorChanges {
	readonly status?: number;
	readonly message?: string;
	readonly metadata?: Readonly<Record<string, string>>;
}

/** Builds an answer in Novita's error form; a reason outside the list is a 400 by default. */
export function novitaError(reason: string, changes: ErrorChanges = {}): NovitaErrorBody {
	const [status, message] = { ...DOCUMENTED_ERRORS, ...BILL_ERRORS }[reason] ?? [400, reason];
	return {
		code: changes.status ?? status,
		reason,
		message: changes.message ?? message,
		metadata: changes.metadata ?? {},
	};
}

/** A refusal of a request, thrown inside the routes and answered in Novita's form. */
export class Refusal extends Error {
	readonly body: NovitaErrorBody;

	constructor(reason: string, changes: ErrorChanges = {}) {
		const body = novitaError(reason, changes);
		super(body.message);
		this.body = body;
	}
}

/** What the gateway says about a path that it does not know (or no longer knows): plain text. */
export const ROUTE_NOT_FOUND = 'route not found';
