import { markdownTable, rounded } from '../report/figures.cts';
import { POLICIES } from './policies.cts';
import { simulate, type Waiting } from './simulate.cts';
import { TASK_TIMES } from './taskTimes.cts';

const SECOND = 1000;

/** Every way to wait under every spread of times. */
export function simulateAll(): Waiting[] {
	return POLICIES.flatMap((policy) => TASK_TIMES.map((times) => simulate(policy, times)));
}

/** One row for each way to wait; each cell has the median lag, the late lag and the requests. */
export function scheduleTable(waitings: readonly Waiting[]): string {
	const cell = ({ medianLag, lateLag, polls }: Waiting) =>
		`${rounded(medianLag / SECOND)} / ${rounded(lateLag / SECOND)} / ${polls.toFixed(0)}`;
	return markdownTable(
		['', ...TASK_TIMES.map(({ name }) => name)],
		POLICIES.map(({ name }) => [
			name,
			...waitings.filter(({ policy }) => policy === name).map(cell),
		]),
	);
}
