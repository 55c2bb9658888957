#!/usr/bin/env node
// Prepares a checkout to run: installs, builds, and costs next to nothing when neither is due.
// This first file avoids newer syntax and static imports so that an old Node can still read the complaint about itself.
var MINIMUM = [20, 19];
var version = process.versions.node.split('.').map(Number);

if (version[0] < MINIMUM[0] || (version[0] === MINIMUM[0] && version[1] < MINIMUM[1])) {
  process.stderr.write(
    'plimsoll: Node ' + process.versions.node + ' is too old; it needs Node ' + MINIMUM.join('.') + ' or newer.\n' +
    '  What to do: install a current Node LTS (for example with nvm: `nvm install --lts`), then run the command again.\n'
  );
  process.exitCode = 2;
} else {
  import('./setup/prepare.js').then(function (module) {
    return module.prepare({ forceBuild: process.argv.indexOf('--build') !== -1 });
  });
}
