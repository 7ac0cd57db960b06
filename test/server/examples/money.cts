import { errorOf, outputOf, prompts, type Lab } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { expectVideo, parameterOf, runExample } from './example.cts';

const BUDGET = 'monthly-budget.json';
const REPORT = 'weekly-report.json';
const MAKE = 'Make the video';
const TASKS = 'Get the tasks of the week';
const USAGE = 'Get what Novita billed';

/** Of their own, because the other examples leave tasks in the default one. */
const BUDGET_LOG = 'Monthly budget';
const REPORT_LOG = 'Weekly report';

const HOUR = 60 * 60 * 1000;

/** The bill of the hour in which a moment lies. */
function billAt(moment: number, amountDecimal: string) {
	const start = Math.floor(moment / HOUR) * 3600;
	return {
		...{ startTime: String(start), endTime: String(start + 3600), category: 'gen_api' },
		...{ productName: 'kling-v2.1-t2v-master', amount: '11700', amountDecimal },
	};
}

/** The budget is used up by the second video; the report is of videos that a test has just ordered. */
export function testMoneyExamples(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, BUDGET, async (lab) => {
		const prompt = 'a thrifty badger';
		lab.novita.behave({ prompt }, { seconds: 2 });
		const { spendingLimit, spendingPeriod } = parameterOf(BUDGET, MAKE, 'options') as {
			spendingLimit: number;
			spendingPeriod: string;
		};
		expect({ spendingLimit, spendingPeriod }).toEqual({
			spendingLimit: 20,
			spendingPeriod: 'month',
		});
		const run = async () => {
			const options = { spendingPeriod, spendingLimit: 0.5, taskLog: BUDGET_LOG };
			const changes = { [MAKE]: { prompt, options } };
			return await lab.ended(await runExample(lab, BUDGET, 'Every morning', changes));
		};
		const first = await run();
		expect(first.status).toBe('success');
		await expectVideo(lab, outputOf(first, 'Your video')[0], prompt);

		const second = await run();
		expect(second.status).toBe('error');
		expect(second.data.resultData.lastNodeExecuted).toBe('Stop and tell');
		expect(errorOf(second).message).toContain('The budget for this month is used up');
		expect(errorOf(second).message).toContain('about 0.42 US dollars');
		expect(lab.tasksOf(prompt)).toHaveLength(1);
	});

	sideBySide(labOfFile, REPORT, async (lab) => {
		await orderThree(lab);
		const now = Date.now();
		lab.novita.setBills([billAt(now - HOUR, '2.34'), billAt(now - 30 * 24 * HOUR, '99')]);
		// The example is about whole days, and the tasks of this test are of today.
		const [from, to] = ['={{ $now.minus({ days: 7 }) }}', '={{ $now }}'];
		const filters = {
			conditions: [{ keyName: 'submittedAt', condition: 'gte', keyValue: from }],
		};
		const dataTableId = { __rl: true, mode: 'name', value: REPORT_LOG };
		const changes = { [TASKS]: { dataTableId, filters }, [USAGE]: { from, to } };
		const execution = await lab.ended(await runExample(lab, REPORT, 'Every Monday', changes));
		expect(execution.status).toBe('success');
		const reports = outputOf(execution, 'Write the report');
		expect(reports).toHaveLength(1);
		expect(reports[0].json).toMatchObject({
			...{ videos: 3, delivered: 1, failures: 1, withoutPrice: 1 },
			...{ estimatedUsd: 2.34, billedUsd: 2.34 },
			subject: expect.stringMatching(/: 3, 1 of them failed$/),
		});
	});
}

/** Orders three videos: one is delivered, one fails, and one has no known price and is not waited for. */
async function orderThree(lab: Lab): Promise<void> {
	const [good, bad, unpriced] = ['good', 'bad', 'dear'].map((is) => `a ${is} badger`);
	lab.novita.behave({ prompt: good }, { seconds: 1 });
	lab.novita.behave({ prompt: bad }, { seconds: 1, ending: 'failed' });
	const options = { taskLog: REPORT_LOG, pollInterval: 1 };
	const both = lab.kling({ options }, { onError: 'continueRegularOutput' });
	await lab.ended(await lab.run(...prompts(good, bad), both));
	const of4k = lab.kling({ model: 'kling-v3.0-4k', waitMode: 'none', options });
	await lab.ended(await lab.run(...prompts(unpriced), of4k));
}
