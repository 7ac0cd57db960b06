/**
 * Loaded into the benchmark's n8n: collects garbage on a signal, so that memory is compared from the same
 * starting point whatever the start of n8n has left behind. Nothing else about the process is changed.
 */
process.on('SIGUSR2', () => globalThis.gc());
