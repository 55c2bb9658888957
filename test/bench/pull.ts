import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PullReply } from '../../src/pipeline/pull.js';
import type { BenchResult } from './measure.js';

const SERVER = fileURLToPath(new URL('../support/subgraph-server/serve.js', import.meta.url));
const PLIMSOLL = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));
const LATENCY_MS = 20;
const ACCOUNTS = Number(process.env['PLIMSOLL_BENCH_ACCOUNTS'] ?? 100_000);

/** Whole pulls by the command line from a server in a process of its own, 20 ms away; two positions per account. */
export async function benchPull(): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
  const server = spawn(process.execPath, [SERVER, String(ACCOUNTS), String(LATENCY_MS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await readLine(server);
    const alone = await pull(url, folder, 'one', 1);
    const together = await pull(url, folder, 'sixteen', 16);
    const entities = Object.values(together.reply.rows).reduce((sum, rows) => sum + rows, 0);
    const name = `${entities.toLocaleString('en')} entities, ${LATENCY_MS} ms latency`;
    return [
      { name: `pull, 16 in flight, ${name}`, value: entities / together.reply.seconds, unit: 'entities/s', baseline: 'one in flight', ratio: alone.reply.seconds / together.reply.seconds },
      { name: `pull, memory, ${name}`, value: together.residentMegabytes, unit: 'MB', baseline: null, ratio: null },
      { name: `pull, disk, ${name}`, value: together.reply.bytesOnDisk / 2 ** 20, unit: 'MiB', baseline: 'the JSON received', ratio: together.reply.bytesReceived / together.reply.bytesOnDisk },
    ];
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The highest resident memory is asked of the process itself as it ends. */
async function pull(url: string, folder: string, name: string, inFlight: number): Promise<{ reply: PullReply; residentMegabytes: number }> {
  const note = "process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS + '\\n'))";
  const args = ['--import', `data:text/javascript,${encodeURIComponent(note)}`, PLIMSOLL, 'data', 'pull', '--source', 'messari-lending', '--endpoint', url, '--name', name, '--in-flight', String(inFlight), '--json'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, code] = await Promise.all([readAll(child.stdout), readAll(child.stderr), new Promise<number | null>((resolve) => child.on('close', resolve))]);
  if (code !== 0) throw new Error(`the pull ended with ${code}: ${stderr}`);
  return { reply: JSON.parse(stdout) as PullReply, residentMegabytes: Number(/peak (\d+)/.exec(stderr)![1]) / 1024 };
}

async function readLine({ stdout }: ChildProcess): Promise<string> {
  for await (const chunk of stdout!) return String(chunk).trim();
  throw new Error('the server did not start');
}

async function readAll(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
