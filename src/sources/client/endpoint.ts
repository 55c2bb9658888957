import { UsageError } from '../../core/errors.js';

/** Where a subgraph answers. */
export interface Endpoint {
  /** Without key: it may be shown and stored. */
  readonly url: string;
  readonly host: string;
  /** Sent in the Bearer header and nowhere else; `null` for open endpoints. */
  readonly key: string | null;
}

const GATEWAY = 'https://gateway.thegraph.com/api';
const DEPLOYMENT_ID = /^Qm[1-9A-HJ-NP-Za-km-z]{44}$/;
const SUBGRAPH_ID = /^[1-9A-HJ-NP-Za-km-z]{40,46}$/;
/** The gateway's older form, with the key as a folder of the path. */
const KEY_IN_PATH = /\/api\/([0-9a-f]{32})\/(?=(?:subgraphs|deployments)\/)/i;
/** What a header carries: with anything else every request would break on this machine and look like a broken connection. */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * Reads an endpoint: a URL, or a subgraph or deployment id of The Graph Network.
 *
 * Special cases: a key inside the gateway's path is taken out of the URL and sent as Bearer header instead, so that nothing
 * that shows or stores the URL can show the key; query and fragment are dropped, since no subgraph server reads them.
 * @param key from the environment; one in the URL wins, being the more deliberate
 * @throws UsageError when the text is neither, when the URL holds a name and password, when the key cannot stand in a header, or when the
 * gateway is asked without a key
 */
export function parseEndpoint(text: string, key: string | null): Endpoint {
  const url = new URL(toUrl(text.trim()));
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('an endpoint must not hold a name and password', {
      where: `--endpoint (host ${url.host})`,
      suggestions: ['Put the key into the environment variable PLIMSOLL_SUBGRAPH_KEY.'],
    });
  }
  const keyInPath = KEY_IN_PATH.exec(url.pathname)?.[1] ?? null;
  const path = url.pathname.replace(KEY_IN_PATH, '/api/').replace(/\/$/, '');
  const endpoint = { url: `${url.protocol}//${url.host}${path}`, host: url.host, key: keyInPath ?? key };
  if (endpoint.key !== null && !SENDABLE.test(endpoint.key)) {
    throw new UsageError('the API key holds a space or a sign that no key has', {
      where: 'PLIMSOLL_SUBGRAPH_KEY or THEGRAPH_API_KEY',
      suggestions: ['Copy the key whole, without quotes or dots in place of it; an endpoint that asks for no key needs the variable empty.'],
    });
  }
  if (endpoint.url.startsWith(GATEWAY) && endpoint.key === null) {
    throw new UsageError('the gateway of The Graph Network answers only with an API key', {
      where: `--endpoint (host ${url.host})`,
      suggestions: ['Put a key into the environment variable PLIMSOLL_SUBGRAPH_KEY or THEGRAPH_API_KEY; a free one is made in Subgraph Studio.'],
    });
  }
  return endpoint;
}

function toUrl(text: string): string {
  if (DEPLOYMENT_ID.test(text)) return `${GATEWAY}/deployments/id/${text}`;
  if (SUBGRAPH_ID.test(text)) return `${GATEWAY}/subgraphs/id/${text}`;
  if (/^https?:\/\/./i.test(text) && URL.canParse(text)) return text;
  throw new UsageError('that is neither a URL nor the id of a subgraph or deployment', {
    where: '--endpoint',
    suggestions: ['Give something like https://host/subgraphs/name/owner/subgraph, a subgraph id, or a deployment id (Qm…).'],
  });
}
