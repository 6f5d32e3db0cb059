/** The doors for phones and other platforms as an operator opens them: real process, real certificate. */
import { writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../../hub/certificates/make.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, runHub, startHub, tempFolder } from '../support/hub-process.ts';
import { eventually } from '../support/jt808.ts';
import { frame809, login809, LowerPlatform } from '../support/jt809.ts';

afterEach(cleanUp);

const platform = { id: 'police', accessCode: 20_180_920, user: 20_180_920, password: '20180920', version: '2011' };

test('phones come over HTTPS where the hub speaks it, platforms over their own port', async () => {
  const folder = tempFolder();
  const authority = await makeAuthority(Date.now());
  const pair = await makeServerCertificate(authority, { names: ['127.0.0.1'], days: 2, now: Date.now() });
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const hub = startHub([
    ...['--data', join(folder, 'hub'), '--port', '0', '--osmand-port', '0', '--jt809-port', '0'],
    ...['--jt809-platforms', file('platforms.json', JSON.stringify([platform]))],
    ...['--tls-cert', file('a.crt', pair.certificate), '--tls-key', file('a.key', pair.key)],
  ]);
  const { osmand, jt809 } = await hub.listening;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const url = `https://127.0.0.1:${String(osmand)}/?id=stranger&lat=1&lon=2`;
    get(url, { agent: false, ca: authority.certificate }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(404);
  const lower = await LowerPlatform.connect(Number(jt809));
  lower.send(frame809('1001', login809()));
  await eventually(() => expect(lower.answers).toHaveLength(1));
  expect(must(lower.answers[0], 'an answer').slice(44, 46)).toBe('00');
});

test('a file of platforms that does not hold is named, and nothing is opened', async () => {
  const folder = tempFolder();
  const file = join(folder, 'platforms.json');
  writeFileSync(file, JSON.stringify([{ ...platform, password: '' }]));
  const words = ['--data', join(folder, 'hub'), '--port', '0', '--jt809-port', '0', '--jt809-platforms', file];
  const { code, log } = await runHub(words);
  expect(code).toBe(2);
  expect(log).toContain('--jt809-platforms');
  expect(log).toContain('password');
});
