import { GraphQLClient } from 'graphql-request';
import type { Endpoint } from './endpoint.js';

/** What came back for one request, whatever it was; `classifyReply` says what it means. */
export interface Exchange {
  /** `null` when no reply arrived. */
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  /** Size of the reply's text. */
  readonly bytes: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Messages of the reply's `errors`, or what it says in its place. */
  readonly messages: readonly string[];
  /** Why there is no GraphQL reply. */
  readonly failure: 'none' | 'unreachable' | 'connection' | 'time-limit' | 'html' | 'not-json' | 'not-graphql';
}

interface Captured {
  status: number | null;
  retryAfterSeconds: number | null;
  text: string;
}

/**
 * Sends one query as POST with a Content-Length and takes the reply apart; never throws for what a server or network does.
 *
 * @param timeLimitMs whole time of the request, connection to last byte
 */
export async function exchange(endpoint: Endpoint, query: string, timeLimitMs: number): Promise<Exchange> {
  const captured: Captured = { status: null, retryAfterSeconds: null, text: '' };
  const client = new GraphQLClient(endpoint.url, {
    errorPolicy: 'all',
    headers: endpoint.key === null ? {} : { authorization: `Bearer ${endpoint.key}` },
    fetch: createCapturingFetch(captured, timeLimitMs),
  });
  try {
    const { data, errors } = await client.rawRequest<Record<string, unknown>>(query);
    // Any JSON document passes there, and has no `data`.
    if (data === undefined && errors === undefined) return describe(captured, ...readOther(captured.text));
    return describe(captured, 'none', data ?? null, (errors ?? []).map((error) => error.message));
  } catch (thrown) {
    if (captured.text === '') return describe(captured, captured.status === null ? nameNetworkFailure(thrown) : 'not-json', null, []);
    return describe(captured, ...readOther(captured.text));
  }
}

/** `fetch` that keeps status and text, and ends at the time limit. A string body makes it send Content-Length. */
function createCapturingFetch(captured: Captured, timeLimitMs: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeLimitMs), redirect: 'error' });
    const text = await response.text();
    captured.status = response.status;
    captured.retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'));
    captured.text = text;
    // graphql-request parses only replies of a JSON content type; some servers and proxies leave it out.
    const headers = new Headers({ 'content-type': 'application/json' });
    return { ok: response.ok, status: response.status, headers, text: () => Promise.resolve(text) } as Response;
  };
}

function describe(
  captured: Captured,
  failure: Exchange['failure'],
  data: Exchange['data'],
  messages: readonly string[],
): Exchange {
  return { status: captured.status, retryAfterSeconds: captured.retryAfterSeconds, bytes: captured.text.length, data, messages, failure };
}

/** Reads a reply that graphql-request refused: an error status, another JSON document, or no JSON at all. */
function readOther(text: string): [Exchange['failure'], null, string[]] {
  if (/^\s*</.test(text)) return ['html', null, []];
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return ['not-json', null, [text.slice(0, 200)]];
  }
  const fields = typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  if (Array.isArray(fields['errors'])) {
    return ['none', null, fields['errors'].map((error: unknown) => String((error as { message?: unknown } | null)?.message))];
  }
  const said = fields['error'] ?? fields['QueryError'] ?? fields['message'];
  return ['not-graphql', null, said === undefined ? [] : [typeof said === 'string' ? said : JSON.stringify(said)]];
}

function nameNetworkFailure(thrown: unknown): Exchange['failure'] {
  const error = thrown as { name?: string; cause?: { code?: string; message?: string } };
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'time-limit';
  // `fetch` refuses some ports by itself.
  if (error.cause?.message === 'bad port') return 'unreachable';
  return ['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'ERR_INVALID_URL'].includes(error.cause?.code ?? '') ? 'unreachable' : 'connection';
}

/** Seconds form only; a date would have to be held against a clock that may differ from the server's. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
