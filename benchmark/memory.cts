/** Measures memory and time of large files alone: `tsx benchmark/memory.cts` after a build. */
import { measureFiles } from './memory/measureFiles.cts';

measureFiles().then(console.log, (thrown: unknown) => {
	console.error(thrown);
	process.exitCode = 1;
});
