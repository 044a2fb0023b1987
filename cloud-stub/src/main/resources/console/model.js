// What the console knows: Sims, the newest commands, what the network did. Loaded once, then kept up to date by events.
// An event may be older or newer than what was loaded, or come twice: applying it never takes a command back a step.

export const MAX_COMMANDS = 500;
const MAX_LOG = 60;
const MAX_CALLBACKS = 20;
const RETRY_MS = 2000;
const FETCH_PAUSE_MS = 200;
const FINAL = new Set(['sent', 'failed', 'received']);

/** An answer that is not a success, as the server worded it. */
export class Refusal extends Error {
  constructor(envelope) {
    super(String(envelope.message ?? 'no message'));
    this.status = envelope.status;
    this.code = envelope.code;
  }
}

export async function call(method, path, body) {
  const json = body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, cache: 'no-store', ...json });
  const answer = await response.json();
  if (!response.ok) {
    throw new Refusal(answer);
  }
  return answer;
}

const nameOf = (sim) => sim.unique_name || sim.iccid || sim.sid;

/** Tells its listeners `change` (Sims, commands, log) and `stream` (state of the event stream). */
export class Model extends EventTarget {
  sims = new Map();
  #labels = new Map(); // by SID
  commands = new Map(); // by SID, oldest first
  log = [];
  health = {};
  stream = 'connecting';
  #source = null;
  #starting = false;
  #resting = false;
  #lastEvent = 0;
  #touched = new Set(); // commands with events since the present load began
  #loading = null;
  #loadAgain = false;
  #fetching = false;
  #simsAreStale = false;
  #refreshing = false;

  /** Loads everything, then follows. Tries again until it works. */
  async start() {
    this.#resting = false;
    if (this.#starting) {
      return;
    }
    this.#starting = true;
    try {
      await this.load();
      if (!this.#resting) {
        this.#follow();
      }
    } catch {
      this.#state('lost');
      setTimeout(() => this.#resting || this.start(), RETRY_MS);
    } finally {
      this.#starting = false;
    }
  }

  /** Follows no longer, until the next start. */
  rest() {
    this.#resting = true;
    this.#source?.close();
    this.#source = null;
    this.#state('connecting');
  }

  /** Loads everything anew; calls during a load lead to one more. */
  async load() {
    if (this.#loading) {
      this.#loadAgain = true;
      return this.#loading;
    }
    this.#loading = this.#loadOnce();
    try {
      await this.#loading;
    } finally {
      this.#loading = null;
    }
    if (this.#loadAgain) {
      this.#loadAgain = false;
      await this.load();
    }
  }

  async #loadOnce() {
    this.#touched.clear();
    const [health, sims, commands, deliveries] = await Promise.all([
      call('GET', '/_stub/health'),
      call('GET', '/_stub/sims'),
      call('GET', `/_stub/commands?limit=${MAX_COMMANDS}`),
      call('GET', '/_stub/deliveries'),
    ]);
    this.health = health;
    this.#setSims(sims.sims);
    const before = this.commands;
    this.commands = new Map();
    for (const command of commands.commands.reverse()) {
      this.commands.set(command.sid, this.#merge(before.get(command.sid), command));
    }
    for (const sid of this.#touched) {
      if (!this.commands.has(sid) && before.has(sid)) {
        this.commands.set(sid, before.get(sid));
      }
    }
    for (const command of this.commands.values()) {
      command.callbacks = [];
    }
    for (const delivery of deliveries.deliveries.reverse()) {
      this.#callback(delivery.command_sid, delivery);
    }
    this.#lastEvent = Math.max(this.#source ? this.#lastEvent : 0, commands.last_event);
    this.#bound();
    this.#changed();
  }

  #follow() {
    this.#source?.close();
    const source = new EventSource(`/_stub/events?after=${this.#lastEvent}`);
    this.#source = source;
    let first = true;
    source.onopen = async () => {
      if (!first) {
        // The history of events is bounded, and a stub started anew counts from 1: what was missed is in the lists.
        await this.load().catch(() => {});
      }
      first = false;
      if (source.readyState === EventSource.OPEN && this.#source === source) {
        this.#state('live');
      }
    };
    source.onmessage = (message) => {
      this.#lastEvent = Number(message.lastEventId) || this.#lastEvent;
      this.#apply(JSON.parse(message.data));
    };
    source.onerror = () => {
      if (this.#source !== source) {
        return;
      }
      this.#state('lost');
      // The browser tries again by itself, unless the server has refused.
      if (source.readyState === EventSource.CLOSED) {
        this.#source = null;
        setTimeout(() => this.#resting || this.start(), RETRY_MS);
      }
    };
  }

  #apply(event) {
    const [family, step] = event.type.split('.');
    if (family === 'command') {
      this.#commandEvent(step, event);
    } else if (family === 'callback') {
      this.#callback(event.sid, event);
    } else {
      this.log.unshift(event);
      this.log.length = Math.min(this.log.length, MAX_LOG);
      if (event.type === 'events.dropped' || event.type === 'clock.advanced') {
        this.load().catch(() => {});
      } else if (family === 'sim' || this.sims.has(event.sid)) {
        this.#refreshSims();
      }
    }
    this.#changed();
  }

  #commandEvent(step, event) {
    this.#touched.add(event.sid);
    const known = this.commands.get(event.sid);
    if (!known && step !== 'queued' && step !== 'received') {
      return;
    }
    this.commands.set(
      event.sid,
      this.#merge(known, {
        sid: event.sid,
        account_sid: event.account_sid,
        sim_sid: event.sim_sid,
        sim_unique_name: event.sim_unique_name,
        direction: event.direction,
        status: event.status,
        device_ip: event.device_ip ?? null,
        device_port: event.device_port,
        bytes: event.bytes,
        created: known?.created ?? event.time,
        updated: event.time,
        error_code: event.error_code ?? null,
        error_message: event.error_message ?? null,
      }),
    );
    this.#bound();
    if (!known) {
      this.#fetchPayloads();
    }
  }

  #merge(known, news) {
    if (!known) {
      return { callbacks: [], ...news };
    }
    return FINAL.has(known.status) && !FINAL.has(news.status)
      ? { ...news, ...known, number: known.number ?? news.number, payload: known.payload ?? news.payload, payload_type: known.payload_type ?? news.payload_type }
      : { ...known, ...news };
  }

  #callback(sid, delivery) {
    const command = this.commands.get(sid);
    // One call may come twice, listed and as an event, with slightly different times.
    const same = (other) =>
      other.url === delivery.url &&
      other.duration_ms === delivery.duration_ms &&
      other.http_status === delivery.http_status &&
      Math.abs(Date.parse(other.time) - Date.parse(delivery.time)) < 1000;
    if (command && command.callbacks.length < MAX_CALLBACKS && !command.callbacks.some(same)) {
      command.callbacks.push(delivery);
    }
  }

  #bound() {
    for (const sid of this.commands.keys()) {
      if (this.commands.size <= MAX_COMMANDS) {
        break;
      }
      this.commands.delete(sid);
    }
  }

  /** Events carry no payloads: they are fetched, many at a time. */
  async #fetchPayloads() {
    if (this.#fetching) {
      return;
    }
    this.#fetching = true;
    try {
      let deep = false;
      for (let wanted = this.#withoutPayload(); wanted.length > 0; wanted = this.#withoutPayload()) {
        const limit = deep ? MAX_COMMANDS : Math.min(MAX_COMMANDS, wanted.length + 20);
        const { commands } = await call('GET', `/_stub/commands?limit=${limit}`);
        for (const command of commands) {
          if (this.commands.has(command.sid)) {
            this.commands.set(command.sid, this.#merge(this.commands.get(command.sid), command));
          }
        }
        const left = wanted.map(({ sid }) => this.commands.get(sid)).filter((command) => command && command.payload === undefined);
        deep = left.length > 0 && limit < MAX_COMMANDS;
        if (!deep) {
          left.forEach((command) => (command.gone = true));
        }
        this.#changed();
        await new Promise((resolve) => setTimeout(resolve, FETCH_PAUSE_MS));
      }
    } catch {
      // The stream is lost with it; the load when it is back brings the payloads.
    } finally {
      this.#fetching = false;
    }
  }

  #withoutPayload() {
    return [...this.commands.values()].filter((command) => command.payload === undefined && !command.gone);
  }

  /** Events about Sims do not carry all that is shown: the list is read again, once for many of them. */
  async #refreshSims() {
    this.#simsAreStale = true;
    if (this.#refreshing) {
      return;
    }
    this.#refreshing = true;
    try {
      while (this.#simsAreStale) {
        this.#simsAreStale = false;
        const started = performance.now();
        this.#setSims((await call('GET', '/_stub/sims')).sims);
        this.#changed();
        // Ten thousand Sims are megabytes.
        const pause = Math.max(FETCH_PAUSE_MS, 3 * (performance.now() - started));
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    } catch {
      // As above.
    } finally {
      this.#refreshing = false;
    }
  }

  #setSims(sims) {
    this.sims = new Map(sims.map((sim) => [sim.sid, sim]));
    this.#labels.clear();
    const taken = new Set();
    for (const sim of sims) {
      const name = nameOf(sim);
      this.#labels.set(sim.sid, taken.has(name) ? `${name} of ${sim.account_sid.slice(0, 8)}…` : name);
      taken.add(name);
    }
  }

  /** What a Sim is called; with its account if an earlier one has the same name. */
  label(sid) {
    return this.#labels.get(sid) ?? sid;
  }

  /** Takes a Sim's network as the server has answered it. */
  setNetwork(sid, network) {
    const sim = this.sims.get(sid);
    if (sim) {
      this.sims.set(sid, { ...sim, network });
      this.#changed();
    }
  }

  /** Asks for a change of a Sim's network. */
  async changeNetwork(sid, change) {
    this.setNetwork(sid, await call('PUT', `/_stub/sims/${sid}/network`, change));
  }

  /**
   * For each command to a Sim the next message from that Sim after it was sent: a map of SIDs to commands. The platform
   * correlates nothing, so one message may follow several commands.
   */
  nextMessages() {
    const next = new Map();
    const latest = new Map(); // by Sim: the oldest message newer than what is looked at
    const numbered = [...this.commands.values()].filter((command) => command.number !== undefined);
    numbered.sort((a, b) => b.number - a.number);
    for (const command of numbered) {
      if (command.direction === 'from_sim') {
        latest.set(command.sim_sid, command);
      } else if (command.status === 'sent' && latest.has(command.sim_sid)) {
        next.set(command.sid, latest.get(command.sim_sid));
      }
    }
    return next;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #state(state) {
    this.stream = state;
    this.dispatchEvent(new Event('stream'));
  }
}
