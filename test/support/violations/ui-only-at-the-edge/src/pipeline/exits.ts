import { Command } from '@oclif/core';

export const used = Command;
