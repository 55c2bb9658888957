import { fillMessariMarket, MESSARI_3 } from './messari-lending.js';
import { SubgraphServer } from './server.js';

/** Serves a Messari market in a process of its own: `node serve.js <accounts> <latency in ms>`; prints the URL. */
const [accounts = '1000', latencyMs = '0'] = process.argv.slice(2);
const server = await SubgraphServer.start({ entitySdl: MESSARI_3, latencyMs: Number(latencyMs) });
fillMessariMarket(server, Number(accounts));
process.stdout.write(`${server.url}\n`);
