// The Sims, whether they are attached, and what the network does to their datagrams.

import { batched, byId, el, setChildren, setText } from './dom.js';
import { Refusal } from './model.js';

const MAX_SHOWN = 50;
const FILTER_FROM = 9;
const FLAGS = { true: true, false: false };
const asleep = (network) => network.sleep !== 'none';

/** How the fields of a Sim's network are shown. Those the server does not have are left out. */
const FIELDS = [
  { name: 'device_ip', label: 'Address', text: true },
  { name: 'new_address', label: 'On each attach', choices: { false: 'the last address', true: 'a new address' } },
  { name: 'delay_ms', label: 'Delay', unit: 'ms', ideal: 0 },
  { name: 'jitter_ms', label: 'Jitter', unit: 'ms', ideal: 0 },
  { name: 'loss', label: 'Loss', share: true, ideal: 0 },
  { name: 'duplicate', label: 'Duplication', share: true, ideal: 0 },
  { name: 'reorder', label: 'Reordering', share: true, ideal: 0 },
  {
    name: 'applies_to',
    label: 'Applies to',
    choices: { to_sim: 'to the Sim', from_sim: 'from the Sim', both: 'both ways' },
  },
  { name: 'sleep', label: 'Sleep', choices: { none: 'none', edrx: 'eDRX', psm: 'PSM' }, ideal: 'none' },
  { name: 'edrx_cycle_ms', label: 'eDRX cycle', unit: 'ms', when: (network) => network.sleep === 'edrx' },
  { name: 'edrx_window_ms', label: 'Paging window', unit: 'ms', when: (network) => network.sleep === 'edrx' },
  { name: 'psm_active_ms', label: 'Active after uplink', unit: 'ms', when: (network) => network.sleep === 'psm' },
  { name: 'buffer', label: 'While asleep', choices: { drop: 'drop', keep: 'keep' }, when: asleep },
  { name: 'buffer_ms', label: 'Keep for', unit: 'ms', when: (network) => asleep(network) && network.buffer === 'keep' },
  { name: 'buffer_datagrams', label: 'Keep at most', when: (network) => asleep(network) && network.buffer === 'keep' },
];
const SHOWN_ELSEWHERE = new Set(['attached', 'lease_s', ...FIELDS.map((field) => field.name)]);

const percent = (share) => Math.round(share * 1000) / 10;

/** What the network does to a Sim's datagrams, in a few words. */
function summary(network) {
  const words = [];
  for (const field of FIELDS) {
    const value = network[field.name];
    if (field.ideal === undefined || value === undefined || value === field.ideal) {
      continue;
    }
    const shown = field.choices?.[value] ?? (field.share ? `${percent(value)} %` : `${value} ${field.unit}`);
    words.push(`${field.label.toLowerCase()} ${shown}`);
  }
  return words.join(' · ') || 'ideal conditions';
}

/** One field of a Sim's network: changes are sent as they are made. */
class NetworkField {
  constructor(card, field) {
    this.card = card;
    this.field = field;
    this.name = field.name;
    const id = `${card.sid}-${field.name}`;
    if (field.choices) {
      this.input = el('select', { id }, ...Object.entries(field.choices).map(([value, label]) => el('option', { value }, label)));
    } else if (field.text) {
      this.input = el('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: 'given on attach' });
    } else {
      this.input = el('input', { id, type: 'number', inputmode: 'decimal', min: 0, max: field.share ? 100 : null, step: 'any' });
    }
    this.input.addEventListener('change', () => this.send());
    const unit = field.share ? '%' : field.unit;
    this.node = el('label', { class: 'field', for: id }, unit ? `${field.label}, ${unit}` : field.label, this.input);
  }

  send() {
    const { value } = this.input;
    if (this.field.choices || this.field.text) {
      this.card.change({ [this.name]: this.field.choices && value in FLAGS ? FLAGS[value] : value }, this.input);
    } else if (value === '') {
      this.show(this.card.sim.network);
    } else {
      this.card.change({ [this.name]: this.field.share ? Number(value) / 100 : Number(value) }, this.input);
    }
  }

  show(network) {
    this.node.hidden = Boolean(this.field.when) && !this.field.when(network);
    const value = network[this.name];
    // What somebody is typing is theirs.
    if (this.input !== document.activeElement || this.field.choices) {
      this.input.value = this.field.share ? percent(value) : String(value ?? '');
    }
  }
}

/** One Sim. */
class SimCard {
  constructor(sim, model) {
    this.sid = sim.sid;
    this.sim = sim;
    this.model = model;
    this.changes = Promise.resolve();
    this.name = el('strong');
    this.badge = el('span', { class: 'badge' });
    this.toggle = el('button', { type: 'button', role: 'switch', class: 'switch', onclick: () => this.attach() });
    this.where = el('p', { class: 'where' });
    this.problem = el('p', { class: 'problem', role: 'alert' });
    this.summary = el('summary');
    this.fields = FIELDS.filter((field) => field.name in sim.network).map((field) => new NetworkField(this, field));
    this.rest = el('p', { class: 'hint' });
    this.node = el(
      'li',
      { 'data-sid': sim.sid },
      el('div', { class: 'line' }, this.name, this.badge, this.toggle),
      this.where,
      el(
        'details',
        {},
        this.summary,
        el('div', { class: 'conditions' }, ...this.fields.map((field) => field.node)),
        this.rest,
        el('button', { type: 'button', onclick: () => this.reset() }, 'Back to ideal'),
      ),
      this.problem,
    );
    this.show(sim);
  }

  show(sim) {
    const { network } = sim;
    this.sim = sim;
    const label = this.model.label(sim.sid);
    setText(this.name, label);
    setText(this.badge, sim.status === 'active' ? '' : sim.status);
    this.badge.hidden = sim.status === 'active';
    this.toggle.setAttribute('aria-checked', String(network.attached));
    this.toggle.setAttribute('aria-label', `${label} attached`);
    setText(this.toggle, network.attached ? 'attached' : 'detached');
    const address = network.device_ip ? `${network.attached ? '' : 'last '}${network.device_ip}` : 'no address yet';
    const lease = network.attached && network.lease_s ? ` · lease ${network.lease_s} s` : '';
    const held = sim.radio?.held ? ` · ${sim.radio.held} held` : '';
    setText(this.where, `${address}${lease}${held} · ICCID ${sim.iccid}`);
    setText(this.summary, summary(network));
    this.summary.classList.toggle('changed', summary(network) !== 'ideal conditions');
    this.fields.forEach((field) => field.show(network));
    const unknown = Object.entries(network).filter(([name]) => !SHOWN_ELSEWHERE.has(name));
    setText(this.rest, unknown.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(' · '));
    this.rest.hidden = unknown.length === 0;
  }

  attach() {
    this.change({ attached: !this.sim.network.attached }, this.toggle);
  }

  reset() {
    const ideal = FIELDS.filter((field) => field.ideal !== undefined && field.name in this.sim.network);
    this.change(Object.fromEntries(ideal.map((field) => [field.name, field.ideal])));
  }

  /** Changes take effect, and their problems are shown, in the order they are made. */
  change(change, input) {
    this.changes = this.changes.then(() => this.changeNow(change, input));
  }

  async changeNow(change, input) {
    this.node.querySelectorAll('[aria-invalid]').forEach((node) => node.removeAttribute('aria-invalid'));
    try {
      await this.model.changeNetwork(this.sid, change);
      setText(this.problem, '');
    } catch (failure) {
      setText(this.problem, failure instanceof Refusal ? failure.message : 'The stub cannot be reached.');
      input?.setAttribute('aria-invalid', 'true');
    }
  }
}

/** Whether a search finds a Sim. */
export function matches(sim, search) {
  const wanted = search.trim().toLowerCase();
  return [sim.unique_name, sim.sid, sim.iccid, sim.network.device_ip].some((text) => text?.toLowerCase().includes(wanted));
}

export function showSims(model) {
  const cards = new Map();
  const filter = byId('sims-filter');

  function hint(all, matching) {
    if (all.length === 0) {
      return 'There are no Sims. Start the stub with --sims N.';
    }
    if (matching.length === 0) {
      return 'No Sim matches.';
    }
    if (matching.length > MAX_SHOWN) {
      return `${matching.length - MAX_SHOWN} more: narrow the search.`;
    }
    return all.some((sim) => sim.network.attached)
      ? ''
      : 'No device is attached, so commands fail with 83401. Start a device or the modem simulator, or attach a Sim here.';
  }

  function render() {
    const all = [...model.sims.values()];
    const matching = all.filter((sim) => matches(sim, filter.value));
    const shown = matching.slice(0, MAX_SHOWN).map((sim) => {
      const card = cards.get(sim.sid) ?? new SimCard(sim, model);
      cards.set(sim.sid, card);
      card.show(sim);
      return card;
    });
    setChildren(byId('sims'), shown.map((card) => card.node));
    for (const [sid, card] of cards) {
      if (!card.node.isConnected) {
        cards.delete(sid);
      }
    }
    byId('sims-filter-label').hidden = all.length < FILTER_FROM;
    setText(byId('sims-tally'), `${all.filter((sim) => sim.network.attached).length} of ${all.length} attached`);
    setText(byId('sims-hint'), hint(all, matching));
    byId('sims-hint').hidden = byId('sims-hint').textContent === '';
  }

  const soon = batched(render, 100);
  model.addEventListener('change', soon);
  filter.addEventListener('input', soon);
}
