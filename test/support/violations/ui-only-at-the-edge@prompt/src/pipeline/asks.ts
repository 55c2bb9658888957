import inquirer from 'inquirer';

export const used = inquirer;
