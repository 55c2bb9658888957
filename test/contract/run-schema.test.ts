import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { buildKeepSampleResult, buildSampleResult } from '../support/sample-result.js';

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
}

const CONTRACT_FILES = ['src/core/run-result.ts', 'src/core/backtest-result.ts', 'src/core/model-result.ts', 'src/core/search-result.ts', 'src/core/reserve-parameters.ts'];
const schema = JSON.parse(readFileSync('docs/schemas/run.schema.json', 'utf8')) as JsonSchema;
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

/** What is wrong with the value, as `path: message`; empty when it is valid. */
function findFaults(value: unknown): string[] {
  return validate(value) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

/** The interfaces of the contract as the TypeScript compiler reads them: name → declaration. */
function readInterfaces(): Map<string, ts.InterfaceDeclaration> {
  const statements = CONTRACT_FILES.flatMap((file) => [...ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true).statements]);
  return new Map(statements.filter(ts.isInterfaceDeclaration).map((declaration) => [declaration.name.text, declaration]));
}

const interfaces = readInterfaces();

/** Properties of an interface with those it inherits, as name → type node. */
function listMembers(declaration: ts.InterfaceDeclaration | ts.TypeLiteralNode): Map<string, ts.TypeNode> {
  const inherited = ts.isInterfaceDeclaration(declaration)
    ? (declaration.heritageClauses ?? []).flatMap(({ types }) => types.flatMap((type) => [...listMembers(interfaces.get(type.expression.getText())!)]))
    : [];
  const own = declaration.members.filter(ts.isPropertySignature).map((member): [string, ts.TypeNode] => {
    return [member.name.getText(), member.type!];
  });
  return new Map([...inherited, ...own]);
}

/** Optional members by interface: only where the contract says why. */
const OPTIONAL_MEMBERS: Readonly<Record<string, readonly string[]>> = { RunResult: ['folder'], PenaltyShapeParameters: ['healthForMaxBps', 'sizeForMaxUsd'], SearchedParameters: ['furtherReserves', 'penaltyShape'], Recommendation: ['furtherReserves', 'penaltyShape'], UpdateSchedule: ['outOfReach'], BaselineOutcome: ['further'] };

function listOptional(declaration: ts.InterfaceDeclaration | ts.TypeLiteralNode): string[] {
  const inherited = ts.isInterfaceDeclaration(declaration)
    ? (declaration.heritageClauses ?? []).flatMap(({ types }) => types.flatMap((type) => listOptional(interfaces.get(type.expression.getText())!)))
    : [];
  return [...inherited, ...declaration.members.filter(ts.isPropertySignature).flatMap((member) => (member.questionToken ? [member.name.getText()] : []))];
}

/** Compares one object type with its schema, and the object types written inside it. */
function expectSameShape(name: string, declaration: ts.InterfaceDeclaration | ts.TypeLiteralNode, described: JsonSchema): void {
  const members = listMembers(declaration);
  const names = [...members.keys()].sort();
  expect([name, Object.keys(described.properties ?? {}).sort()]).toEqual([name, names]);
  const optional = OPTIONAL_MEMBERS[name] ?? [];
  expect([name, listOptional(declaration)]).toEqual([name, optional]);
  expect([name, [...(described.required ?? [])].sort()]).toEqual([name, names.filter((member) => !optional.includes(member))]);
  expect([name, described.additionalProperties]).toEqual([name, false]);
  for (const [member, type] of members) {
    const memberSchema = described.properties![member]!;
    if (ts.isTypeLiteralNode(type)) expectSameShape(`${name}.${member}`, type, memberSchema);
    if (ts.isTypeReferenceNode(type) && !type.getText().startsWith('Readonly<Record')) {
      expect([name, member, memberSchema.$ref]).toEqual([name, member, `#/$defs/${type.getText()}`]);
    }
    const primitive = { [ts.SyntaxKind.NumberKeyword]: ['number', 'integer'], [ts.SyntaxKind.StringKeyword]: ['string'], [ts.SyntaxKind.BooleanKeyword]: ['boolean'] }[type.kind as number];
    if (primitive !== undefined) expect(primitive).toContain(memberSchema.type);
  }
}

describe('run.schema.json', () => {
  test('accepts a complete result, whether it changes or keeps', () => {
    expect(findFaults(buildSampleResult())).toEqual([]);
    expect(findFaults(buildKeepSampleResult())).toEqual([]);
  });

  test('accepts the result after a round trip through JSON text', () => {
    expect(findFaults(JSON.parse(JSON.stringify(buildSampleResult())))).toEqual([]);
  });

  test.each(Object.keys(buildSampleResult()))('refuses a result without `%s`', (key) => {
    const { [key as 'asset']: _, ...rest } = buildSampleResult();
    expect(findFaults(rest)).toEqual([`: must have required property '${key}'`]);
  });

  test('refuses unknown keys, at the top and deep inside', () => {
    expect(findFaults({ ...buildSampleResult(), extra: 1 })).toEqual([': must NOT have additional properties']);
    const current = { ltvBps: 7200, liquidationThresholdBps: 8300, liquidationBonusBps: 700, capUsd: 1 };
    expect(findFaults({ ...buildSampleResult(), current })).toEqual(['/current: must NOT have additional properties']);
  });

  test('refuses a number that JSON cannot hold: it arrives as null', () => {
    const broken = buildSampleResult({ sensitivity: [{ name: 'x', currentBadDebtEs99Usd: NaN, recommendedBadDebtEs99Usd: 1 }] });
    expect(findFaults(JSON.parse(JSON.stringify(broken)))).toEqual(['/sensitivity/0/currentBadDebtEs99Usd: must be number']);
  });

  test('has the properties of every interface of the contract, required unless the contract says why, no others', () => {
    expect(interfaces.size).toBeGreaterThan(15);
    const described: Record<string, JsonSchema> = { ...schema.$defs, RunResult: schema };
    for (const [name, declaration] of interfaces) {
      expect(Object.keys(described)).toContain(name);
      expectSameShape(name, declaration, described[name]!);
    }
  });

  test('describes every property', () => {
    const undescribed = Object.entries({ ...schema.$defs, RunResult: schema }).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).filter(([, property]) => property.description === undefined && property.$ref === undefined).map(([key]) => `${name}.${key}`),
    );
    expect(undescribed).toEqual([]);
  });
});
