import { properties } from '../../nodes/NovitaKling/description';

it('names no rule of a field that is not there: n8n 2.30 and older fail at it in every run', () => {
	expect(JSON.parse(JSON.stringify(properties))).toStrictEqual(properties);
});
