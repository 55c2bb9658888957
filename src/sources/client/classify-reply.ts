import type { Exchange } from './exchange.js';

/** What to do with a reply; `reason` is the short name that retries are counted under. */
export type Verdict =
  | { readonly kind: 'data' }
  /** Data beside `indexing_error`, which the user allowed. */
  | { readonly kind: 'data-with-errors'; readonly message: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly message: string; readonly attempts?: number; readonly waitSeconds?: number }
  | { readonly kind: 'smaller'; readonly reason: string; readonly message: string }
  /** The block asked for is not there (yet, or any more). */
  | { readonly kind: 'block-ahead'; readonly indexedBlock: number; readonly message: string }
  | { readonly kind: 'block-pruned'; readonly earliestBlock: number; readonly message: string }
  | { readonly kind: 'block-unknown'; readonly message: string }
  | { readonly kind: 'fatal'; readonly message: string; readonly suggestions: readonly string[] };

/** For what heals rarely: a handful of tries shows it, more would only keep the user waiting. */
const FEW = 4;
/** Wait after "try again in a few minutes", when the server names no time. */
const OVERLOAD_SECONDS = 20;

const KEY = 'Check the key in PLIMSOLL_SUBGRAPH_KEY or THEGRAPH_API_KEY, its limits and the domains and subgraphs it is allowed for.';
const ENDPOINT = 'Check the endpoint: it must be the query URL of a subgraph.';
const SCHEMA = 'The subgraph has another schema than this source reads: choose the fitting one (`plimsoll data sources`).';

interface Rule {
  readonly pattern: RegExp;
  readonly verdict: (message: string, match: RegExpExecArray) => Verdict;
}

const retry = (reason: string, more: { attempts?: number; waitSeconds?: number } = {}) => (message: string): Verdict => ({ kind: 'retry', reason, message, ...more });
const smaller = (reason: string) => (message: string): Verdict => ({ kind: 'smaller', reason, message });
const fatal = (...suggestions: string[]) => (message: string): Verdict => ({ kind: 'fatal', message, suggestions });

/** In order: the first that fits decides. Texts are those of graph-node and the gateway; see docs/guide/subgraphs.md. */
const RULES: readonly Rule[] = [
  { pattern: /indexed up to block number (\d+)/, verdict: (message, match) => ({ kind: 'block-ahead', indexedBlock: Number(match[1]), message }) },
  { pattern: /missing block: \d+, latest: (\d+)/, verdict: (message, match) => ({ kind: 'block-ahead', indexedBlock: Number(match[1]), message }) },
  { pattern: /data starting at block number (\d+)/, verdict: (message, match) => ({ kind: 'block-pruned', earliestBlock: Number(match[1]), message }) },
  { pattern: /no block with that hash found/, verdict: (message) => ({ kind: 'block-unknown', message }) },
  { pattern: /indexing_error/, verdict: fatal('The subgraph failed at or before this block: use another deployment, or --allow-indexing-errors with an endpoint that is not the gateway.') },
  { pattern: /^auth error: /, verdict: fatal(KEY) },
  { pattern: /^subgraph not found: |^deployment `?Qm\S+ does not exist/, verdict: fatal(ENDPOINT) },
  { pattern: /^bad query: .*before minimum `startBlock`/, verdict: fatal('Ask for a later --block or --at.') },
  { pattern: /^no indexers found/, verdict: retry('no-indexers', { attempts: FEW }) },
  { pattern: /chain was reorganized while executing/, verdict: retry('reorganised') },
  { pattern: /service is overloaded/, verdict: retry('overloaded', { waitSeconds: OVERLOAD_SECONDS }) },
  { pattern: /too expensive|exceeds the limit|result size of .* is larger/, verdict: smaller('too-large') },
  { pattern: /^Store error:|timed? ?out/i, verdict: smaller('server-timeout') },
  { pattern: /must be between 0 and \d+, but is/, verdict: smaller('page-limit') },
  { pattern: /^bad indexers: |^internal error: /, verdict: retry('indexers') },
  { pattern: /has no field|Null value resolved for non-null field|Cannot query field|Unknown (?:type|argument)/, verdict: fatal(SCHEMA) },
];

/**
 * Says what a reply means, by the texts that graph-node and the gateway really send.
 *
 * Special cases: every query error comes with HTTP 200, so `errors` decide before the status; of several messages the most
 * serious one counts; HTML and other JSON on 200 is no subgraph.
 * @source graph-node graph/src/data/query/error.rs; edgeandnode/gateway; HTTP semantics RFC 9110 (429, 5xx, Retry-After)
 */
export function classifyReply(reply: Exchange, allowIndexingErrors: boolean): Verdict {
  if (reply.failure === 'none' && reply.messages.length > 0) return classifyMessages(reply, allowIndexingErrors);
  const status = reply.status;
  const wait = reply.retryAfterSeconds === null ? {} : { waitSeconds: reply.retryAfterSeconds };
  const said = reply.messages.length > 0 ? `: ${reply.messages.join('; ')}` : '';
  if (status === null) return classifyNetworkFailure(reply.failure);
  if (status === 429 || status === 408 || status === 425) return { kind: 'retry', reason: `http-${status}`, message: `HTTP ${status}${said}`, ...wait };
  if (status >= 500) return { kind: 'retry', reason: 'http-5xx', message: `HTTP ${status}${said}`, ...wait };
  if (status === 401 || status === 403) return { kind: 'fatal', message: `HTTP ${status}${said}`, suggestions: [KEY] };
  if (status >= 300) return { kind: 'fatal', message: `HTTP ${status}${said}`, suggestions: [ENDPOINT] };
  if (reply.failure === 'html') return { kind: 'fatal', message: 'the endpoint answers with a web page, not with data', suggestions: [ENDPOINT] };
  if (reply.failure === 'not-json') return { kind: 'retry', reason: 'malformed', message: 'the reply is not JSON' };
  if (reply.failure === 'not-graphql') return { kind: 'fatal', message: `the endpoint does not answer like a subgraph${said}`, suggestions: [ENDPOINT] };
  if (reply.data === null) return { kind: 'retry', reason: 'malformed', message: 'the reply holds neither data nor errors' };
  return { kind: 'data' };
}

function classifyNetworkFailure(failure: Exchange['failure']): Verdict {
  if (failure === 'time-limit') return { kind: 'smaller', reason: 'time-limit', message: 'no reply within the time limit' };
  if (failure === 'unreachable') return { kind: 'retry', reason: 'unreachable', message: 'the host cannot be reached', attempts: FEW };
  return { kind: 'retry', reason: 'connection', message: 'the connection broke' };
}

function classifyMessages(reply: Exchange, allowIndexingErrors: boolean): Verdict {
  const text = reply.messages.join('; ');
  const others = reply.messages.filter((message) => message !== 'indexing_error');
  if (others.length === 0 && allowIndexingErrors && reply.data !== null && Object.values(reply.data).some((value) => value !== null)) {
    return { kind: 'data-with-errors', message: text };
  }
  for (const { pattern, verdict } of RULES) {
    for (const message of reply.messages) {
      const match = pattern.exec(message);
      if (match) return verdict(message, match);
    }
  }
  return { kind: 'fatal', message: text, suggestions: [SCHEMA, ENDPOINT] };
}
