// Validates the OpenAPI document (by the schemas of the OpenAPI Initiative), and makes
// src/base/schema.d.ts from it. Where the document is missing, an empty
// schema stands in, so that the sources can be read and tested without a build of the server.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapi, { astToString } from 'openapi-typescript';

const source = new URL('../../../../../docs/openapi.json', import.meta.url);
const target = fileURLToPath(new URL('../src/base/schema.d.ts', import.meta.url));
const empty = {
  openapi: '3.1.0',
  info: { title: 'none', version: '0' },
  paths: {},
  components: { schemas: {} },
};

const document = existsSync(source) ? JSON.parse(readFileSync(source, 'utf8')) : empty;
if (document === empty) {
  process.stderr.write('docs/openapi.json is missing: no types of the API\n');
}
const { valid, errors } = await new Validator().validate(structuredClone(document));
if (!valid) {
  process.stderr.write(`docs/openapi.json is no OpenAPI document: ${JSON.stringify(errors, null, 2)}\n`);
  process.exit(1);
}
document.components ??= {};
document.components.schemas ??= {};
const text = astToString(await openapi(document, { silent: true }));
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  writeFileSync(target, text);
}
