import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { STATE_DIR } from './paths.js';
import { SetupFailure } from './setup-failure.js';

const LOCK = path.join(STATE_DIR, 'lock');
const POLL_MS = 200;
const PATIENCE_MS = 15 * 60_000;

/** Runs `work` while no other process sets up this checkout; waits for one that does, takes over from one that died. */
export async function withLock(work) {
  await acquire();
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

async function acquire() {
  const claim = path.join(STATE_DIR, `claim-${process.pid}`);
  const deadline = Date.now() + PATIENCE_MS;
  let announced = false;
  writeFileSync(claim, String(process.pid));
  try {
    // A hard link appears whole, with the process id in it, or not at all.
    while (!tryLink(claim)) {
      const owner = readOwner();
      if (owner !== null && !isAlive(owner)) rmSync(LOCK, { force: true });
      else {
        if (!announced) process.stderr.write(`plimsoll: waiting for another set-up (process ${owner}) …\n`);
        announced = true;
        await sleep(POLL_MS);
      }
      if (Date.now() > deadline) throw waitedTooLong(owner);
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

function tryLink(claim) {
  try {
    linkSync(claim, LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner() {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function waitedTooLong(owner) {
  return new SetupFailure(`another set-up (process ${owner}) has held this checkout for 15 minutes.`, {
    remedy: 'end that process, or delete the file .setup/lock if it is not a Plimsoll set-up.',
    exitCode: 70,
  });
}
