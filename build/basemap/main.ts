/**
 * `npm run basemap`: layers of a bureau's own data, or MBTiles, to a PMTiles file for the map; and what is in such a file.
 * Exit code 1 where the data are at fault, 2 where the command is.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeArchive } from './archive-make.ts';
import { openArchive } from './archive-reader.ts';
import { readDistrict } from './district.ts';
import { BasemapError } from './features.ts';
import { importLayer } from './import-layer.ts';
import type { ImportedLayer } from './import-layer.ts';
import { fromMbtiles } from './mbtiles.ts';
import { parseOptions, usage } from './options.ts';
import type { CheckOptions, ConvertOptions, MakeOptions } from './options.ts';
import { checkedLines, convertedLines, madeLines } from './report.ts';

const say = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
const warn = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`warning: ${line}\n`);
};

function save(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

async function make(options: MakeOptions): Promise<void> {
  const district = options.district === undefined ? undefined : readDistrict(options.district);
  const layers: ImportedLayer[] = [];
  for (const spec of options.layers) {
    const layer = await importLayer(spec, options.crs, district);
    warn(layer.warnings);
    layers.push(layer);
  }
  const made = makeArchive(layers, options);
  save(options.out, made.bytes);
  say(madeLines(options.out, layers, made));
}

function convert(options: ConvertOptions): void {
  const made = fromMbtiles(options.from, options);
  save(options.out, made.bytes);
  say(convertedLines(options.out, made));
}

function check({ from }: CheckOptions): void {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(from);
  } catch (error) {
    throw new BasemapError(`${from}: cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  say(checkedLines(from, openArchive(bytes, from)));
}

async function run(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  let options: MakeOptions | ConvertOptions | CheckOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    if (!(error instanceof BasemapError)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  try {
    if (options.task === 'make') await make(options);
    else if (options.task === 'convert') convert(options);
    else check(options);
  } catch (error) {
    if (!(error instanceof BasemapError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

await run();
