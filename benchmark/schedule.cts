/** Simulates the node's schedule beside fixed intervals: `tsx benchmark/schedule.cts`. */
import { scheduleTable, simulateAll } from './schedule/table.cts';

console.log(
	`Median lag in seconds / 95th percentile / requests for one task, by the times of the tasks\n\n${scheduleTable(simulateAll())}`,
);
