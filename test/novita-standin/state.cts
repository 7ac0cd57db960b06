import type { AnswerFault, Faults } from './faults.cts';
import { ANY_FORM } from './imageCheck.cts';
import { PAGES, type Pages } from './pages.cts';
import { Recording } from './recording.cts';
import { faultAt, matches, type Rule } from './rules.cts';
import { TaskStore } from './tasks.cts';
import type { Bill } from './usageRoute.cts';
import { VideoLinks } from './videoLinks.cts';

/** The account's balance: strings, in units of 0.0001 USD. */
export interface Balance {
	readonly availableBalance: string;
	readonly cashBalance: string;
	readonly creditLimit: string;
	readonly outstandingInvoices: string;
}

const INITIAL_BALANCE: Balance = {
	availableBalance: '1000000',
	cashBalance: '1000000',
	creditLimit: '0',
	outstandingInvoices: '0',
};

/** How a stand-in is started. */
export interface StandInOptions {
	/** The one key that is accepted; `standin-key` by default. */
	readonly apiKey?: string;
	/** Port of the API; 0, the default, takes any free one. */
	readonly port?: number;
	/** Seconds from submit to end where no behaviour says otherwise; 2 by default. */
	readonly taskSeconds?: number;
	/** Gets one line for each finished request; never the key. */
	readonly log?: (line: string) => void;
	/** The origin in the links to videos, where another name leads to their server. */
	readonly videoLinkOrigin?: string;
	/** How long a link to a video is good; 3600 by default. */
	readonly videoUrlLifetimeSeconds?: number;
	/** Submits a minute that each model takes before it answers 429; no limit by default. */
	readonly submitsPerMinute?: number;
	/** Whether that 429 comes with `Retry-After`; true by default. Novita documents no such header. */
	readonly saysRetryAfter?: boolean;
	/** Pages besides Novita's own, for a model that is made up. */
	readonly extraPages?: Pages;
}

const MILLISECONDS = 1000;
const MINUTE = 60 * MILLISECONDS;

const DEFAULTS = { apiKey: 'standin-key', taskSeconds: 2, videoUrlLifetimeSeconds: 3600 };

/** Everything that the servers share and that `reset` forgets. */
export class StandInState {
	readonly recording = new Recording();
	readonly links: VideoLinks;
	readonly videoLinkOrigin: string | undefined;
	readonly taskSeconds: number;
	readonly submitsPerMinute: number | undefined;
	readonly saysRetryAfter: boolean;
	readonly pages: Pages;
	readonly log: (line: string) => void;
	/** Origins of the servers, known once they listen. */
	origins = { api: '', video: '', other: '' };
	apiKey: string;
	tasks = new TaskStore();
	balance = INITIAL_BALANCE;
	acceptedForms = ANY_FORM;
	readonly hosts = new Map<string, string>();
	private rules: Rule[] = [];
	private defaultRule: Rule = { match: {}, behaviour: {}, submits: 0 };
	private balanceFaults: Faults<AnswerFault> = [];
	private balanceRequests = 0;
	bills: readonly Bill[] = [];
	private usageFaults: Faults<AnswerFault> = [];
	private usageRequests = 0;
	private admitted = new Map<string, number[]>();
	private readonly initialKey: string;

	constructor(options: StandInOptions) {
		this.initialKey = options.apiKey ?? DEFAULTS.apiKey;
		this.apiKey = this.initialKey;
		this.taskSeconds = options.taskSeconds ?? DEFAULTS.taskSeconds;
		this.videoLinkOrigin = options.videoLinkOrigin;
		this.submitsPerMinute = options.submitsPerMinute;
		this.saysRetryAfter = options.saysRetryAfter ?? true;
		this.pages = { ...PAGES, ...options.extraPages };
		this.log = options.log ?? (() => undefined);
		this.links = new VideoLinks(
			options.videoUrlLifetimeSeconds ?? DEFAULTS.videoUrlLifetimeSeconds,
		);
	}

	/** Forgets requests, tasks and behaviours; key and balance are as at the start. */
	reset(): void {
		this.apiKey = this.initialKey;
		this.tasks = new TaskStore();
		this.balance = INITIAL_BALANCE;
		this.acceptedForms = ANY_FORM;
		this.hosts.clear();
		this.rules = [];
		this.setDefault({});
		this.setBalanceFaults([]);
		this.bills = [];
		this.setUsageFaults([]);
		this.admitted = new Map();
		this.recording.clear();
	}

	/** Registers a behaviour for the submits that match; the latest one that matches counts. */
	addRule(match: Rule['match'], behaviour: Rule['behaviour']): void {
		this.rules.unshift({ match, behaviour, submits: 0 });
	}

	/** Sets the behaviour of submits that no rule matches. */
	setDefault(behaviour: Rule['behaviour']): void {
		this.defaultRule = { match: {}, behaviour, submits: 0 };
	}

	/** Finds the rule for a submit and counts it. */
	meetSubmit(path: string, body: unknown) {
		const rule = this.rules.find(({ match }) => matches(match, path, body)) ?? this.defaultRule;
		const fault = faultAt(rule.behaviour.submit, rule.submits);
		rule.submits += 1;
		return { behaviour: rule.behaviour, fault };
	}

	/** Sets what the next requests for the balance meet. */
	setBalanceFaults(faults: Faults<AnswerFault>): void {
		this.balanceFaults = faults;
		this.balanceRequests = 0;
	}

	/** The fault that the next request for the balance meets. */
	meetBalance(): AnswerFault | undefined {
		this.balanceRequests += 1;
		return faultAt(this.balanceFaults, this.balanceRequests - 1);
	}

	/** Sets what the next requests for the usage meet. */
	setUsageFaults(faults: Faults<AnswerFault>): void {
		this.usageFaults = faults;
		this.usageRequests = 0;
	}

	/** The fault that the next request for the usage meets. */
	meetUsage(): AnswerFault | undefined {
		this.usageRequests += 1;
		return faultAt(this.usageFaults, this.usageRequests - 1);
	}

	/**
	 * Counts a submit against the model's limit a minute.
	 *
	 * @returns 0 where it is admitted, or else the seconds until one is admitted again
	 */
	admitSubmit(path: string, now: number): number {
		if (this.submitsPerMinute === undefined) return 0;
		const recent = (this.admitted.get(path) ?? []).filter((at) => at > now - MINUTE);
		this.admitted.set(path, recent);
		if (recent.length >= this.submitsPerMinute) {
			return Math.ceil((recent[0] + MINUTE - now) / MILLISECONDS);
		}
		recent.push(now);
		return 0;
	}
}
