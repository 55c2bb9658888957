// Jest decorates console.log with file and line, which breaks every test that parses what a command prints.
import nodeConsole from 'node:console';

globalThis.console = nodeConsole as unknown as Console;
