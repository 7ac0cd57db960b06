import { properties } from '../../../nodes/NovitaKling/description';

/** The hint under Model for an operation. */
const hintFor = (operation: string) =>
	properties.find(
		({ name, displayOptions }) =>
			name === 'model' && displayOptions?.show?.operation?.includes(operation),
	)?.hint;

it.each(['textToVideo', 'imageToVideo'])(
	'the panel tells what %s costs, as an estimate with its date',
	(operation) => {
		// 3 silent seconds of V3.0 Standard, and 15 seconds of V3.0 Pro with sound.
		expect(hintFor(operation)).toBe(
			"About 0.25 to 2.52 US dollars a video, where a price is known; an estimate by the prices of 7 October 2026. Novita's list is at novita.ai/pricing.",
		);
	},
);

it('the panel says where no price is known', () => {
	expect(hintFor('motionControl')).toBe(
		"What a video costs is not known to this node. Novita's list is at novita.ai/pricing.",
	);
});
