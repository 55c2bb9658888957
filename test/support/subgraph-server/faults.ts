import type { ServerResponse } from 'node:http';
import { createRandomStream, type RandomStream } from '../../../src/core/random-stream.js';

/** What can go wrong with one request, beside the answer to it. */
export const FAULTS = ['http-429', 'http-502', 'slow-page', 'cut-connection', 'malformed-json', 'timeout-on-large-page', 'overloaded', 'reorganised-while-executing', 'duplicate-page', 'bad-indexers'] as const;
export type Fault = (typeof FAULTS)[number];

const SLOW_MS = 150;
const LARGE_PAGE = 200;

/** Draws the faults of requests by their shares, the same for the same seed. */
export class FaultDraw {
  private readonly random: RandomStream;

  constructor(
    private readonly shares: Readonly<Partial<Record<Fault, number>>>,
    seed: number,
  ) {
    this.random = createRandomStream(seed, 'test-faults', 0);
  }

  next(query: string): Fault | null {
    for (const fault of FAULTS) {
      const share = this.shares[fault] ?? 0;
      if (share === 0 || this.random.nextUniform() >= share) continue;
      if (fault !== 'timeout-on-large-page' || Number(/first: (\d+)/.exec(query)?.[1] ?? 0) > LARGE_PAGE) return fault;
    }
    return null;
  }
}

/** Answers with the fault; false when the fault lies in the page itself and the query is to be answered. */
export async function answerFault(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault) {
    case 'http-429':
      response.writeHead(429, { 'retry-after': '0' }).end('slow down');
      return true;
    case 'http-502':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>');
      return true;
    case 'slow-page':
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      return false;
    case 'cut-connection':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write('{"data":{"page":[{"id":"0x');
      response.destroy();
      return true;
    case 'malformed-json':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"page":[{"id":');
      return true;
    case 'duplicate-page':
      return false;
    default:
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ message: TEXTS[fault] }] }));
      return true;
  }
}

const TEXTS = {
  'timeout-on-large-page': 'Store error: database query timed out',
  overloaded: 'service is overloaded and can not run the query right now. Please try again in a few minutes',
  'reorganised-while-executing': 'the chain was reorganized while executing the query',
  'bad-indexers': 'bad indexers: {0x0000000000000000000000000000000000000001: Timeout}',
} as const;
