// The bench console. One model, three views of it, and the state of the event stream.

import { showCommands } from './commands.js';
import { batched, byId, el, setText } from './dom.js';
import { Model } from './model.js';
import { showForm } from './send.js';
import { showSims } from './sims.js';

const STREAM = {
  connecting: 'Connecting …',
  live: 'Live',
  lost: 'Stream lost, reconnecting …',
};
const WORDS = {
  'network.attached': 'attached',
  'network.detached': 'detached',
  'network.changed': 'conditions changed',
  'datagram.lost': 'datagram lost',
  'datagram.held': 'datagram held while the device sleeps',
  'datagram.released': 'held datagrams let go',
  'datagram.dropped': 'datagram from an unknown address dropped',
  'clock.advanced': 'clock advanced',
  'events.dropped': 'events missed, lists loaded again',
};
const NOT_SAID = new Set(['seq', 'time', 'type', 'sid', 'attached', 'lease_s']);
const PLAIN = new Set(['because', 'device_ip', 'direction']);

/** What an event says besides its name, in a few words. */
const wordsOf = (event) =>
  Object.entries(event)
    .filter(([name, value]) => !NOT_SAID.has(name) && value !== 'asked for')
    .map(([name, value]) => (PLAIN.has(name) ? String(value) : `${name} ${value}`))
    .join(' · ');

const model = new Model();

function showStream() {
  const stream = byId('stream');
  stream.dataset.state = model.stream;
  setText(stream, STREAM[model.stream]);
}

function showFacts() {
  const { health } = model;
  const facts = { 'Gateway (UDP)': health.gateway, API: health.http, Dialect: health.dialect, Times: 'UTC' };
  const seen = JSON.stringify(facts);
  if (health.gateway && byId('facts').dataset.seen !== seen) {
    byId('facts').dataset.seen = seen;
    byId('facts').replaceChildren(
      ...Object.entries(facts).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, String(value)))),
    );
  }
}

function showLog() {
  byId('log-empty').hidden = model.log.length > 0;
  byId('log').replaceChildren(
    ...model.log.map((event) => {
      const sim = model.sims.get(event.sid);
      return el(
        'li',
        {},
        el('time', { datetime: event.time ?? null }, event.time?.slice(11, 19) ?? ''),
        el('span', {}, el('strong', {}, `${sim ? `${model.label(sim.sid)} ` : ''}${WORDS[event.type] ?? event.type}`), ` ${wordsOf(event)}`),
      );
    }),
  );
}

showSims(model);
showCommands(model, showForm(model));
model.addEventListener('stream', showStream);
model.addEventListener('change', batched(() => {
  showFacts();
  showLog();
}, 250));
// A browser has six connections for all tabs of one stub, and a stream holds one: a tab in the background gives its own back, or
// the seventh tab would stop them all. What it missed it loads when it comes to the front.
document.addEventListener('visibilitychange', () => (document.hidden ? model.rest() : model.start()));
if (!document.hidden) {
  model.start();
}
