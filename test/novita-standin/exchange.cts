import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerScript, novitaAnswer, uncleanAnswer } from './answerScripts.cts';
import type { AnswerFault } from './faults.cts';
import type { StandInState } from './state.cts';
import { closedSignal, play, sleepWhileOpen } from './wire.cts';

/** What a route needs to answer a request or to misbehave. */
export class Exchange {
	constructor(
		readonly request: FastifyRequest,
		readonly reply: FastifyReply,
		readonly state: StandInState,
	) {}

	/**
	 * Plays a fault, if there is one.
	 *
	 * @returns whether the request has been dealt with, so that the route has nothing left to do
	 */
	async meets(fault: AnswerFault | undefined): Promise<boolean> {
		if (fault === undefined) return false;
		if (fault.kind === 'delay') {
			return !(await sleepWhileOpen(fault.seconds, closedSignal(this.reply.raw)));
		}
		const place = { url: this.request.url, otherOrigin: this.state.origins.other };
		await play(this.request, this.reply, this.state.recording, answerScript(fault, place));
		return true;
	}

	/** Gives a whole answer, but ends the connection before all that was announced has come. */
	async endsUncleanly(answer: object, how?: 'rst' | 'fin'): Promise<FastifyReply> {
		await play(this.request, this.reply, this.state.recording, uncleanAnswer(answer, how));
		return this.reply;
	}

	/** Refuses for now, as the service does when its limit a minute is reached. */
	async rateLimited(seconds: number): Promise<void> {
		const headers = this.state.saysRetryAfter ? { 'retry-after': String(seconds) } : undefined;
		const script = novitaAnswer('RATE_LIMIT_EXCEEDED', {}, headers);
		await play(this.request, this.reply, this.state.recording, script);
	}
}
