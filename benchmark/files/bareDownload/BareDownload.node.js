const { NodeConnectionTypes } = require('n8n-workflow');

/**
 * The shortest node that fetches a file as a stream into n8n's store, as n8n's own HTTP Request does:
 * no node that does so can take less.
 */
exports.BareDownload = class {
	constructor() {
		this.description = {
			displayName: 'Bare Download',
			name: 'bareDownload',
			group: ['transform'],
			version: 1,
			description: 'Fetches a file',
			defaults: { name: 'Bare Download' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [{ displayName: 'Link', name: 'link', type: 'string', default: '' }],
		};
	}

	async execute() {
		const url = this.getNodeParameter('link', 0);
		const request = { url, encoding: 'stream', returnFullResponse: true };
		const { body } = await this.helpers.httpRequest(request);
		const data = await this.helpers.prepareBinaryData(body, 'video.mp4', 'video/mp4');
		return [[{ json: {}, binary: { data }, pairedItem: { item: 0 } }]];
	}
};
