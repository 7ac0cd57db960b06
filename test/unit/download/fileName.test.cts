import { videoFileName } from '../../../nodes/NovitaKling/download/fileName';

const TASK_ID = '3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c';

describe('videoFileName', () => {
	it.each([
		[undefined, TASK_ID, `${TASK_ID}.mp4`],
		['fox.mp4', TASK_ID, 'fox.mp4'],
		['fox', TASK_ID, 'fox.mp4'],
		['fox.MP4', TASK_ID, 'fox.MP4'],
		['red fox, dawn.mp4', TASK_ID, 'red fox, dawn.mp4'],
		['лиса 狐 🦊.mp4', TASK_ID, 'лиса 狐 🦊.mp4'],
		['лиса', TASK_ID, 'лиса.mp4'],
		['fox.final', TASK_ID, 'fox.final.mp4'],
		['fox.', TASK_ID, 'fox..mp4'],
		['fox.mov', TASK_ID, 'fox.mov'],
	])('%j of task %s is %s', (fileName, taskId, expected) => {
		expect(videoFileName(fileName, taskId, 'mp4')).toBe(expected);
	});

	it.each([
		[undefined, `${TASK_ID}.webm`],
		['fox', 'fox.webm'],
		['fox.mp4', 'fox.mp4'],
	])("gives %s the extension of the format, but keeps the user's own: %s", (fileName, expected) => {
		expect(videoFileName(fileName, TASK_ID, 'webm')).toBe(expected);
	});

	it.each([
		['Take 1.25', 'Take 1.25.mp4'],
		['2026.11.22', '2026.11.22.mp4'],
	])('does not treat the number at the end of %s as a file type', (fileName, expected) => {
		expect(videoFileName(fileName, TASK_ID, 'mp4')).toBe(expected);
	});

	it.each([
		['A red fox runs', 'a-red-fox-runs-3f2a7b1c.mp4'],
		['A red fox runs through fresh snow at dawn', 'a-red-fox-runs-through-fresh-3f2a7b1c.mp4'],
		['  «Fox», 100 % red!\n', 'fox-100-red-3f2a7b1c.mp4'],
		['雪の中を走る狐', '雪の中を走る狐-3f2a7b1c.mp4'],
		['../../etc/passwd', 'etc-passwd-3f2a7b1c.mp4'],
		['🦊', `${TASK_ID}.mp4`],
		['', `${TASK_ID}.mp4`],
		[undefined, `${TASK_ID}.mp4`],
	])('makes a name that tells of %j: %s', (prompt, expected) => {
		expect(videoFileName(undefined, TASK_ID, 'mp4', prompt)).toBe(expected);
		expect(videoFileName('mine.mp4', TASK_ID, 'mp4', prompt)).toBe('mine.mp4');
	});

	it.each([
		['../../etc/passwd', 'passwd.mp4'],
		['/etc/cron.d/fox.mp4', 'fox.mp4'],
		['..\\..\\windows\\fox.mp4', 'fox.mp4'],
		['C:\\fox.mp4', 'fox.mp4'],
		['a/b\\c/fox.mp4', 'fox.mp4'],
		['C:fox.mp4', 'C_fox.mp4'],
		['..', 'video.mp4'],
		['.', 'video.mp4'],
		['/', 'video.mp4'],
		['folder/', 'video.mp4'],
		['.htaccess', 'htaccess.mp4'],
		['...fox.mp4', 'fox.mp4'],
		['fox\u0000.mp4', 'fox_.mp4'],
		['fox\r\nSet-Cookie: x.mp4', 'fox__Set-Cookie_ x.mp4'],
		['a"b<c>d|e?f*g.mp4', 'a_b_c_d_e_f_g.mp4'],
	])('makes %j harmless: %s', (fileName, expected) => {
		expect(videoFileName(fileName, TASK_ID, 'mp4')).toBe(expected);
	});

	it.each([
		['../../secret', 'secret.mp4'],
		['..', 'video.mp4'],
		['', 'video.mp4'],
		['a\u0007b', 'a_b.mp4'],
		['id.exe', 'id.exe.mp4'],
	])('does not trust a task ID of %j either: %s', (taskId, expected) => {
		expect(videoFileName(undefined, taskId, 'mp4')).toBe(expected);
	});

	it.each([
		['letters', 'a'.repeat(1000)],
		['Chinese characters', '狐'.repeat(1000)],
		['emoji after an odd letter', `a${'🦊'.repeat(1000)}`],
		['emoji', '🦊'.repeat(1000)],
	])('keeps a long name of %s within what file systems allow', (_name, fileName) => {
		const name = videoFileName(fileName, TASK_ID, 'mp4');
		expect(name).toMatch(/\.mp4$/);
		expect(name).not.toMatch(/\p{Surrogate}/u);
		// The limit of ext4, NTFS and APFS for one name.
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});

	it('gives a name that n8n can write into a header', () => {
		expect(() => encodeURIComponent(videoFileName('fox \ud83e.mp4', TASK_ID, 'mp4'))).not.toThrow();
	});
});
