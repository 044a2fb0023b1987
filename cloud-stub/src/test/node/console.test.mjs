// Drives the bench console in a real browser. Arguments: the stub's URL, a directory for screenshots, the browser's path,
// an Authorization header for the API, the device's port, then a customer's URL that answers 204 and one that answers 500. The stub's bench-1 is attached; its device answers every
// datagram with `re: ` and the same bytes.
// One browser and one page for all scenes; the first thing that is not as it should be ends it with exit status 1.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [stub, screenshots, executablePath, authorization, devicePort, ...customers] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Stands between browser and stub, so that the line can be cut without ending either. */
class Line {
  #sockets = new Set();
  #up = true;
  #server = net.createServer((socket) => this.#connect(socket));

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  #connect(socket) {
    const far = net.connect(Number(new URL(stub).port), '127.0.0.1');
    for (const [one, other] of [[socket, far], [far, socket]]) {
      this.#sockets.add(one);
      one.on('error', () => {}).on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    if (!this.#up) {
      socket.destroy();
    }
  }

  up(up) {
    this.#up = up;
    if (!up) {
      this.#sockets.forEach((socket) => socket.destroy());
    }
  }

  close() {
    this.up(false);
    this.#server.close();
  }
}

const line = new Line();
const url = await line.listen();
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--force-color-profile=srgb'] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' });
const page = await context.newPage();
page.setDefaultTimeout(15_000);

const complaints = [];
const foreign = [];
let troubleIsExpected = false;
page.on('console', (message) => {
  // A refusal is an answer with status 400, which the browser reports by itself.
  if (message.type() === 'error' && !(troubleIsExpected && message.text().startsWith('Failed to load resource'))) {
    complaints.push(message.text());
  }
});
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('dialog', (dialog) => {
  complaints.push(`dialog: ${dialog.message()}`);
  dialog.dismiss();
});
page.on('request', (request) => {
  if (new URL(request.url()).origin !== url) {
    foreign.push(request.url());
  }
});

const rows = page.locator('#rows > li');
const outcome = page.locator('#send-outcome');
const sendButton = page.getByRole('button', { name: 'Send', exact: true });
const text = page.getByLabel('Payload as text');
const sim = (name) => page.locator('#sims > li', { has: page.locator('strong', { hasText: new RegExp(`^${name}$`) }) });
const network = (name, field) => sim(name).locator(`[id$="-${field}"]`);
const shot = (name, options = {}) => page.screenshot({ path: `${screenshots}/${name}.png`, ...options });

async function waitFor(locator, pattern) {
  await locator.filter({ hasText: pattern }).first().waitFor();
}

async function sendText(payload) {
  await page.getByRole('radio', { name: 'Text' }).check();
  await text.fill(payload);
  await sendButton.click();
}

async function noViolations(where, rules = {}) {
  await page.evaluate(axe);
  const options = { resultTypes: ['violations'], ...rules };
  const { violations } = await page.evaluate((chosen) => window.axe.run(document, chosen), options);
  const told = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join(' ')}`);
  assert.deepEqual(told, [], where);
}

const scenes = {
  async 'the page is live, and says what to do while there is nothing to see'() {
    await page.goto(url);
    await waitFor(page.locator('#stream'), /^Live$/);
    await page.getByText('No commands yet.').waitFor();
    await waitFor(page.locator('#facts'), /127\.64\.0\.1:\d+/);
    await waitFor(sim('bench-1'), /127\.64\.0\.23/);
  },

  async 'a text is sent, and the next message of the Sim is shown with the times between'() {
    await page.getByLabel('Device port').fill(devicePort);
    await text.fill('größe 🙂');
    await waitFor(page.locator('#send-count'), /^12 of 1300 bytes$/);
    await text.fill('größe €');
    await sendButton.click();
    await waitFor(outcome, /queued.*\+\d+ ms.*sent.*\+\d+ ms.*next message/);
    await waitFor(rows, /to bench-1.*größe €.*queued.*sent.*next message/s);
    await waitFor(rows, /from bench-1.*re: größe €.*received/s);
    assert.equal(await rows.count(), 2);
    const sent = rows.filter({ hasText: 'queued' });
    await sent.locator('summary').click();
    await waitFor(sent, /no correlation/);
    await waitFor(sent.getByLabel('Hex and ASCII'), /67 72 c3 b6 c3 9f 65 20/);
    await sent.getByRole('button', { name: 're: größe' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.closest('li').className), 'from_sim');
  },

  async 'bytes are typed as hex in any spelling, or taken from a file, and shown as hex and ASCII'() {
    await page.getByRole('radio', { name: 'Binary' }).check();
    const input = page.getByLabel('Payload as hex digits');
    await input.fill('DE AD, 0xbe 0xEF\n00:41 zz');
    await waitFor(page.locator('#send-count'), /“z” is not a hex digit/);
    await input.fill('DE AD, 0xbe,0xEF\n00:41 \\x42 7');
    await waitFor(page.locator('#send-count'), /^8 of 1300 bytes$/);
    await waitFor(page.locator('#send-dump'), /^0000 {2}de ad be ef 00 41 42 07 {2}\.{5}AB\.$/);
    await sendButton.click();
    await waitFor(rows, /to bench-1.*de ad be ef 00 41 42 07.*8 B/s);
    await waitFor(rows, /from bench-1.*72 65 3a 20 de ad be ef/s);
    await page.locator('#send-file').setInputFiles({ name: 'all.bin', mimeType: 'a/b', buffer: Buffer.from([...Array(256).keys()]) });
    await waitFor(outcome, /all\.bin: 256 bytes/);
    await sendButton.click();
    await waitFor(rows, /to bench-1.*256 B.*next message/s);
  },

  async 'a Sim is detached, and what is sent to it fails with 83401'() {
    await sim('bench-1').getByRole('switch').click();
    await waitFor(sim('bench-1'), /detached/);
    await sendText('into the void');
    await waitFor(outcome, /failed 83401.*not attached to a cellular network/);
    await waitFor(rows, /into the void.*failed 83401/s);
    await sim('bench-1').getByRole('switch').click();
    await waitFor(sim('bench-1').getByRole('switch'), /^attached$/);
  },

  async 'a refusal is shown as the stub words it'() {
    troubleIsExpected = true;
    const before = await rows.count();
    await sendText('x'.repeat(1301));
    await waitFor(outcome, /^Refused with 400, code 83400: IP Commands error: the payload has 1301 bytes, the limit is 1300$/);
    await sendText('');
    await waitFor(outcome, /code 20001: Missing required parameter/);
    await page.locator('#send-sim').selectOption({ label: 'inactive (detached)' });
    await sendText('x');
    await waitFor(outcome, /the Sim is inactive/);
    await page.locator('#send-sim').selectOption({ label: 'bench-1' });
    assert.equal(await rows.count(), before);
    troubleIsExpected = false;
  },

  async 'the network is changed, and what cannot be is said'() {
    await sim('bench-2').getByText('ideal conditions').click();
    await network('bench-2', 'loss').fill('12.5');
    await network('bench-2', 'delay_ms').fill('200');
    await network('bench-2', 'delay_ms').press('Enter');
    await network('bench-2', 'applies_to').selectOption('both');
    await waitFor(sim('bench-2'), /delay 200 ms · loss 12\.5 %/);
    troubleIsExpected = true;
    await network('bench-2', 'jitter_ms').fill('-1');
    await network('bench-2', 'device_ip').fill('192.168.1.1');
    await network('bench-2', 'jitter_ms').focus();
    await waitFor(sim('bench-2'), /device_ip: an IPv4 address of/);
    troubleIsExpected = false;
    const view = await (await fetch(`${stub}/_stub/sims`)).json();
    const now = view.sims.find((one) => one.unique_name === 'bench-2').network;
    assert.deepEqual([now.loss, now.delay_ms, now.jitter_ms, now.applies_to], [0.125, 200, 0, 'both']);
    await sim('bench-2').getByRole('button', { name: 'Back to ideal' }).click();
    await waitFor(sim('bench-2'), /ideal conditions/);
  },

  async 'a hostile payload is text and nothing else'() {
    const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    await sendText(hostile);
    const row = rows.filter({ hasText: hostile }).filter({ hasText: 'queued' });
    await waitFor(row, /next message/);
    await row.locator('summary').click();
    assert.equal(await row.getByLabel('Text', { exact: true }).textContent(), hostile);
    assert.equal(await page.locator('#rows img, #rows script, #send-outcome img').count(), 0);
    await row.locator('summary').click();
  },

  async 'callbacks are shown with what came of them'() {
    for (const [index, CallbackUrl] of customers.entries()) {
      const body = new URLSearchParams({ Sim: 'bench-2', DevicePort: '1', Payload: `customer ${index}`, CallbackUrl });
      const headers = { Authorization: authorization };
      assert.equal((await fetch(`${stub}/v1/IpCommands`, { method: 'POST', headers, body })).status, 201);
    }
    await waitFor(rows, /customer 0.*failed 83401.*callback 204/s);
    const failed = rows.filter({ hasText: 'customer 1' });
    await waitFor(failed, /callback failed/);
    await failed.locator('summary').click();
    await waitFor(failed, /HTTP 500 in \d+ ms · 83402 Received error response/);
    await failed.locator('summary').click();
  },

  async 'the list is filtered'() {
    await page.getByLabel('Status').selectOption('failed');
    await waitFor(page.locator('#commands-tally'), /^3 of \d+$/);
    assert.equal(await rows.count(), 3);
    await page.locator('#filter-sim').fill('nobody');
    await page.getByText('No command matches the filter.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await waitFor(page.locator('#commands-tally'), /^\d+$/);
  },

  async 'everything is done with the keyboard alone'() {
    await page.reload();
    await waitFor(page.locator('#stream'), /^Live$/);
    await page.getByLabel('Device port').fill(devicePort);
    const active = () => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute('aria-label') || '');
    const tabTo = async (id) => {
      for (let i = 0; (await active()) !== id; i++) {
        assert.ok(i < 60, `${id} is not reached by Tab`);
        await page.keyboard.press('Tab');
      }
    };
    await tabTo('send-text');
    await page.keyboard.type('typed');
    await page.keyboard.press('Control+Enter');
    await waitFor(rows, /to bench-1.*typed.*next message/s);
    await page.keyboard.type(' again');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await waitFor(outcome, /sent/);
    await waitFor(rows, /to bench-1.*typed again.*next message/s);
    await tabTo('bench-2 attached');
    await page.keyboard.press('Space');
    await waitFor(sim('bench-2').getByRole('switch'), /^attached$/);
  },

  async 'a lost stream is said, and what was missed is there when it is back'() {
    troubleIsExpected = true;
    line.up(false);
    await waitFor(page.locator('#stream'), /Stream lost/);
    await sendText('nobody hears me');
    await waitFor(outcome, /The stub cannot be reached/);
    const headers = { 'Content-Type': 'application/json' };
    const { sims } = await (await fetch(`${stub}/_stub/sims`)).json();
    const bench = sims.find((one) => one.unique_name === 'bench-1').sid;
    const body = JSON.stringify({ payload: 'meanwhile', device_port: Number(devicePort), payload_type: 'text' });
    assert.equal((await fetch(`${stub}/_stub/sims/${bench}/commands`, { method: 'POST', headers, body })).status, 201);
    // The stub remembers so many events, and none from before its start: the lists are read again.
    const readAgain = page.waitForRequest(/\/_stub\/commands\?limit=500$/);
    line.up(true);
    await readAgain;
    await waitFor(page.locator('#stream'), /^Live$/);
    await waitFor(rows, /to bench-1.*meanwhile/s);
    await sendText('after all');
    await waitFor(rows, /to bench-1.*after all.*next message/s);
    troubleIsExpected = false;
  },

  async 'a tab in the background gives its connection back, and knows what it missed when it is in front again'() {
    const hide = (hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await waitFor(page.locator('#stream'), /^Connecting/);
    const body = new URLSearchParams({ Sim: 'bench-1', DevicePort: devicePort, Payload: 'behind its back' });
    const sent = await fetch(`${stub}/v1/IpCommands`, { method: 'POST', headers: { Authorization: authorization }, body });
    assert.equal(sent.status, 201);
    await hide(false);
    await waitFor(page.locator('#stream'), /^Live$/);
    await waitFor(rows, /to bench-1.*behind its back/s);
  },

  async 'it looks as it should, light, dark and narrow'() {
    await sim('bench-1').locator('summary').click();
    await network('bench-1', 'delay_ms').fill('40');
    await network('bench-1', 'delay_ms').press('Enter');
    await waitFor(sim('bench-1'), /delay 40 ms/);
    await sendText('status --json');
    await waitFor(rows, /to bench-1.*status --json.*next message/s);
    await rows.filter({ hasText: 'status --json' }).filter({ hasText: 'queued' }).locator('summary').click();
    await page.evaluate(() => scrollTo(0, 0));
    await noViolations('light');
    await shot('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await noViolations('dark', { runOnly: ['color-contrast'] });
    await shot('dark');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('radio', { name: 'Binary' }).check();
    await page.getByLabel('Payload as hex digits').fill('de ad be ef '.repeat(20));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'wider than the screen');
    await noViolations('narrow, dark', { runOnly: ['scrollable-region-focusable', 'target-size'] });
    await shot('narrow-dark', { fullPage: true, clip: { x: 0, y: 0, width: 390, height: 1500 } });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('radio', { name: 'Text' }).check();
    await shot('narrow', { fullPage: true, clip: { x: 0, y: 0, width: 390, height: 1500 } });
    await page.setViewportSize({ width: 900, height: 900 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 900, 'wider than the screen');
  },

  async 'nothing was complained about, and nothing has left this host'() {
    assert.deepEqual(complaints, []);
    assert.deepEqual(foreign, []);
  },
};

let status = 0;
try {
  for (const [name, scene] of Object.entries(scenes)) {
    const started = performance.now();
    try {
      await scene();
      console.log(`ok ${Math.round(performance.now() - started)} ms: ${name}`);
    } catch (failure) {
      status = 1;
      console.log(`failed: ${name}\n${failure.stack}\ncomplaints: ${JSON.stringify(complaints)}`);
      await shot('failed', { fullPage: true }).catch(() => {});
      break;
    }
  }
} finally {
  await browser.close();
  line.close();
}
process.exitCode = status;
