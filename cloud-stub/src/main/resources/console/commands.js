// The commands, newest first, each with its life and times.

import { batched, byId, el, setChildren, setText } from './dom.js';
import { MAX_COMMANDS } from './model.js';
import { bytesOf, hexDump, preview, spell } from './payload.js';

const NO_CORRELATION =
  'IP Commands have no correlation: this is the next message of this Sim, not necessarily an answer to this command.';

/** Between two times: `3 ms`, `12.3 s`. */
export function between(from, to) {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  return ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const step = (name, word) => el('span', { class: `step ${name}` }, word);

const passed = (text) => el('span', { class: 'passed' }, `+${text}`);

/** The steps of a command's life with the times between them. */
export function life(command, next) {
  if (command.direction === 'from_sim') {
    return [step('received', 'received')];
  }
  const steps = [step(command.status === 'queued' ? 'queued now' : 'queued', 'queued')];
  if (command.status === 'sent') {
    steps.push(passed(between(command.created, command.updated)), step('sent', 'sent'));
  } else if (command.status === 'failed') {
    steps.push(
      passed(between(command.created, command.updated)),
      step('failed', command.error_code ? `failed ${command.error_code}` : 'failed'),
    );
  }
  if (next) {
    steps.push(passed(between(command.updated, next.created)), step('next', 'next message'));
  }
  return steps;
}

const clockOf = (time) => time.slice(11, 23);

function callbackWords(callback) {
  const answer = callback.http_status ? `HTTP ${callback.http_status}` : 'no answer';
  const problem = callback.error_code ? ` · ${callback.error_code} ${callback.error_message}` : '';
  return `${callback.method} ${callback.url} · ${answer} in ${callback.duration_ms} ms${problem}`;
}

function payloadParts(command) {
  if (command.payload === undefined) {
    return [el('p', { class: 'hint' }, 'The payload is not here (yet).')];
  }
  const bytes = bytesOf(command);
  const text = spell(bytes);
  const dump = el('pre', { class: 'dump', tabindex: 0, role: 'region', 'aria-label': 'Hex and ASCII' });
  dump.textContent = hexDump(bytes);
  return [
    el('h3', {}, 'Text'),
    text === null
      ? el('p', { class: 'hint' }, 'Not printable UTF-8 text.')
      : el('pre', { class: 'text', tabindex: 0, role: 'region', 'aria-label': 'Text' }, text),
    el('h3', {}, 'Hex and ASCII'),
    dump,
  ];
}

/** One command: a line, and more of it when opened. */
class Row {
  constructor(command, actions) {
    this.actions = actions;
    this.command = command;
    this.summary = el('summary');
    this.body = el('div', { class: 'body' });
    this.details = el('details', { ontoggle: () => this.fill() }, this.summary, this.body);
    this.node = el('li', { id: command.sid, class: command.direction }, this.details);
  }

  show(command, next) {
    const seen = JSON.stringify([command, next?.sid]);
    if (seen === this.seen) {
      return;
    }
    this.seen = seen;
    this.command = command;
    this.next = next;
    this.summary.replaceChildren(...this.line());
    this.fill();
  }

  line() {
    const { command } = this;
    const toSim = command.direction === 'to_sim';
    const shown = command.payload === undefined ? { text: '…' } : preview(bytesOf(command));
    const failed = command.callbacks.filter((callback) => callback.error_code).length;
    const parts = [
      el('time', { datetime: command.created }, clockOf(command.created)),
      el(
        'span',
        { class: 'who' },
        el('span', { class: 'way' }, toSim ? 'to ' : 'from '),
        el('strong', {}, this.actions.label(command.sim_sid)),
        el('span', { class: 'port' }, ` port ${command.device_port}`),
      ),
      el('span', { class: shown.hex ? 'payload hex' : 'payload' }, el('bdi', {}, shown.text), el('small', {}, ` ${command.bytes} B`)),
      el('span', { class: 'life' }, ...life(command, this.next)),
    ];
    if (command.callbacks.length > 0) {
      const words = failed ? `callback failed` : `callback ${command.callbacks.at(-1).http_status}`;
      parts.at(-1).append(el('span', { class: failed ? 'callback failed' : 'callback' }, words));
    }
    return parts;
  }

  fill() {
    if (!this.details.open) {
      this.body.replaceChildren();
      return;
    }
    const { command, next } = this;
    const facts = [];
    const fact = (name, ...value) => facts.push(el('dt', {}, name), el('dd', {}, ...value));
    fact(command.direction === 'to_sim' ? 'Queued' : 'Received', `${command.created}`);
    if (command.status === 'sent') {
      fact('Sent', `+${between(command.created, command.updated)}: handed to the visited network; that it arrived is not known`);
    } else if (command.status === 'failed') {
      fact('Failed', `+${between(command.created, command.updated)}: ${command.error_code ?? ''} ${command.error_message ?? ''}`);
    }
    if (next) {
      const shown = next.payload === undefined ? '' : preview(bytesOf(next)).text;
      const go = el('button', { type: 'button', class: 'link', onclick: () => this.actions.reveal(next.sid) }, shown || next.sid);
      fact('Next message', `+${between(command.updated, next.created)}: `, go, el('span', { class: 'hint' }, NO_CORRELATION));
    }
    for (const callback of command.callbacks) {
      fact('Callback', callbackWords(callback));
    }
    fact('Device', `${command.device_ip ?? 'no address'} port ${command.device_port}`);
    fact('Command', command.sid);
    fact('Sim', command.sim_sid);
    fact('Account', command.account_sid);
    const again = el('button', { type: 'button', onclick: () => this.actions.reuse(this.command) }, 'Put into the form');
    this.body.replaceChildren(el('dl', {}, ...facts), ...payloadParts(command), again);
  }
}

export function showCommands(model, reuse) {
  const rows = new Map();
  const inputs = { sim: byId('filter-sim'), direction: byId('filter-direction'), status: byId('filter-status') };

  function matches(command) {
    const sim = inputs.sim.value.trim().toLowerCase();
    const { iccid } = model.sims.get(command.sim_sid) ?? {};
    return (
      (!inputs.direction.value || command.direction === inputs.direction.value) &&
      (!inputs.status.value || command.status === inputs.status.value) &&
      (!sim || [command.sim_unique_name, command.sim_sid, iccid].some((text) => text?.toLowerCase().includes(sim)))
    );
  }

  function empty(all) {
    if (all > 0) {
      const clear = () => {
        byId('filters').reset();
        render();
      };
      return [el('p', {}, 'No command matches the filter.'), el('button', { type: 'button', onclick: clear }, 'Show all')];
    }
    return [
      el('p', {}, el('strong', {}, 'No commands yet.')),
      el('p', {}, 'Send one with the form, or with POST /v1/IpCommands,'),
      el('p', {}, `or have a device send a datagram to ${model.health.gateway ?? 'the gateway'} (UDP).`),
    ];
  }

  function render() {
    const next = model.nextMessages();
    const all = [...model.commands.values()].reverse();
    const matching = all.filter(matches);
    const shown = matching.map((command) => {
      const row = rows.get(command.sid) ?? new Row(command, { reuse, reveal, label: (sid) => model.label(sid) });
      rows.set(command.sid, row);
      row.show(command, next.get(command.sid));
      return row.node;
    });
    setChildren(byId('rows'), shown);
    for (const sid of rows.keys()) {
      if (!model.commands.has(sid)) {
        rows.delete(sid);
      }
    }
    const tally = matching.length === all.length ? `${all.length}` : `${matching.length} of ${all.length}`;
    setText(byId('commands-tally'), all.length ? tally : '');
    byId('commands-bound').hidden = all.length < MAX_COMMANDS;
    const none = byId('commands-empty');
    const state = matching.length ? '' : `${all.length > 0} ${model.health.gateway}`;
    if (none.dataset.state !== state) {
      none.dataset.state = state;
      none.replaceChildren(...(state ? empty(all.length) : []));
    }
    none.hidden = matching.length > 0;
  }

  function reveal(sid) {
    if (!rows.get(sid)?.node.isConnected) {
      byId('filters').reset();
      render();
    }
    const details = rows.get(sid)?.details;
    if (details) {
      details.open = true;
      details.querySelector('summary').focus();
      details.scrollIntoView({ block: 'nearest' });
    }
  }

  const soon = batched(render, 100);
  model.addEventListener('change', soon);
  byId('filters').addEventListener('input', soon);
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  render();
}
