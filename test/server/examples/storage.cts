import { createHash } from 'node:crypto';
import fastify from 'fastify';

/** Where the storage says that it is; a client has to sign its requests for this place. */
const REGION = 'eu-central-1';

/** A file as the storage got it. */
export interface StoredFile {
	readonly content: Buffer;
	readonly type: string;
}

/** A storage that speaks as much S3 as an upload needs. */
export interface Storage {
	readonly url: string;
	/** The stored files by bucket and name. */
	readonly files: ReadonlyMap<string, StoredFile>;
	/** How many requests were answered with 503. */
	readonly refusals: number;
	/** Answers the next requests with 503. */
	refuse(requests: number): void;
	close(): Promise<void>;
}

/** What a client signs with, here the ID of its key and the storage's region. */
const signatureOf = (accessKeyId: string) =>
	new RegExp(`^AWS4-HMAC-SHA256 Credential=${accessKeyId}/\\d{8}/${REGION}/s3/aws4_request, `);

/** Starts a storage on 127.0.0.1 that takes files signed with a key; it does not check the signature's digits. */
export async function startStorage(accessKeyId: string): Promise<Storage> {
	const files = new Map<string, StoredFile>();
	let left = 0;
	let refusals = 0;
	const app = fastify();
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	app.addHook('onRequest', async (_request, reply) => {
		if (left === 0) return;
		left -= 1;
		refusals += 1;
		await reply.code(503).send('<Error><Code>SlowDown</Code></Error>');
	});
	app.get('/:bucket', async (_request, reply) => {
		const place = `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${REGION}</LocationConstraint>`;
		await reply.type('application/xml').send(place);
	});
	app.put<{ Params: { '*': string }; Body: Buffer }>('/*', async (request, reply) => {
		const { headers, params, body } = request;
		const digest = createHash('md5').update(body).digest('base64');
		const isSigned = signatureOf(accessKeyId).test(String(headers.authorization));
		if (!isSigned || headers['content-md5'] !== digest) {
			return await reply.code(403).send('<Error><Code>AccessDenied</Code></Error>');
		}
		files.set(params['*'], { content: body, type: String(headers['content-type']) });
		return await reply.code(200).send();
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		files,
		get refusals() {
			return refusals;
		},
		refuse: (requests) => (left = requests),
		close: async () => await app.close(),
	};
}

/** What n8n's credential S3 needs to know of a storage. */
export const credentialOf = ({ url }: Storage, accessKeyId: string) => ({
	endpoint: url,
	region: REGION,
	accessKeyId,
	secretAccessKey: 'only-for-tests',
	forcePathStyle: true,
	ignoreSSLIssues: false,
});
