// The form: text or binary, counted and shown before it is sent. What the server thinks of it is the server's to say.

import { batched, byId, el, setText } from './dom.js';
import { life } from './commands.js';
import { call, Refusal } from './model.js';
import { matches } from './sims.js';
import { bytesOf, hex, hexDump, LIMIT, parseHex, spell, toBase64, utf8 } from './payload.js';

/** More than the limit, so that its refusal can be seen, and few enough to be shown. */
const MAX_BYTES = 4096;
const MAX_OPTIONS = 1000;

export function showForm(model) {
  const form = byId('send');
  const input = { sim: byId('send-sim'), port: byId('send-port'), text: byId('send-text'), hex: byId('send-hex') };
  const outcome = byId('send-outcome');
  const search = byId('sims-filter');
  let own = null; // the SID of the command sent last
  let wanted = null; // the Sim of a command that is put into the form

  const binary = () => form.elements.kind.value === 'binary';

  /** {bytes} of what is entered, or {problem}. */
  function entered() {
    const result = binary() ? parseHex(input.hex.value) : { bytes: utf8(input.text.value) };
    return result.bytes?.length > MAX_BYTES
      ? { problem: `${result.bytes.length} bytes: the console sends at most ${MAX_BYTES}, the platform takes ${LIMIT}` }
      : result;
  }

  function preview() {
    const { bytes, problem } = entered();
    byId('text-pane').hidden = binary();
    byId('binary-pane').hidden = !binary();
    byId('file-label').hidden = !binary();
    const count = byId('send-count');
    setText(count, problem ?? `${bytes.length} of ${LIMIT} bytes`);
    count.classList.toggle('over', Boolean(problem) || bytes.length > LIMIT);
    input.hex.toggleAttribute('aria-invalid', binary() && Boolean(problem));
    const dump = byId('send-dump');
    dump.hidden = !binary() || !bytes?.length;
    setText(dump, dump.hidden ? '' : hexDump(bytes, 8));
  }

  async function takeFile(file) {
    if (file.size > MAX_BYTES) {
      say('failed', `${file.name} has ${file.size} bytes: the console sends at most ${MAX_BYTES}, the platform takes ${LIMIT}.`);
      return;
    }
    input.hex.value = hex(new Uint8Array(await file.arrayBuffer()));
    say('', `${file.name}: ${file.size} bytes`);
    preview();
  }

  function say(kind, ...content) {
    own = null;
    outcome.className = `outcome ${kind}`;
    outcome.replaceChildren(...content);
  }

  async function submit() {
    const { bytes, problem } = entered();
    if (problem) {
      say('failed', problem);
      input.hex.focus();
      return;
    }
    const body = {
      payload: binary() ? toBase64(bytes) : input.text.value,
      payload_type: binary() ? 'binary' : 'text',
      device_port: input.port.value === '' ? null : Number(input.port.value),
    };
    try {
      const command = await call('POST', `/_stub/sims/${encodeURIComponent(input.sim.value)}/commands`, body);
      say('', 'Accepted.');
      own = command.sid;
      follow();
    } catch (failure) {
      if (failure instanceof Refusal) {
        say('failed', el('strong', {}, `Refused with ${failure.status}, code ${failure.code}: `), failure.message);
      } else {
        say('failed', 'The stub cannot be reached.');
      }
    }
  }

  /** Shows how the command sent last is doing. */
  function follow() {
    const command = model.commands.get(own);
    if (!command) {
      return;
    }
    const steps = life(command, model.nextMessages().get(own));
    const words = command.status === 'failed' ? [el('span', { class: 'why' }, command.error_message ?? '')] : [];
    const line = el('span', { class: 'life' }, ...steps);
    if (outcome.textContent !== [line, ...words].map((node) => node.textContent).join('')) {
      outcome.replaceChildren(line, ...words);
    }
  }

  function options() {
    const chosen = input.sim.value;
    const all = [...model.sims.values()];
    const sims = all.slice(0, MAX_OPTIONS);
    // Beyond that: the one that is chosen, and what the search of the Sims finds.
    const others = all.slice(MAX_OPTIONS);
    const found = search.value ? others.filter((sim) => matches(sim, search.value)).slice(0, MAX_OPTIONS) : [];
    sims.unshift(...new Set([...others.filter(({ sid }) => sid === chosen || sid === wanted), ...found]));
    const seen = JSON.stringify(sims.map((sim) => [sim.sid, model.label(sim.sid), sim.network.attached]));
    if (input.sim.dataset.seen !== seen) {
      input.sim.dataset.seen = seen;
      const label = (sim) => `${model.label(sim.sid)}${sim.network.attached ? '' : ' (detached)'}`;
      input.sim.replaceChildren(...sims.map((sim) => el('option', { value: sim.sid }, label(sim))));
      input.sim.value = model.sims.has(chosen) ? chosen : (sims[0]?.sid ?? '');
    }
    if (wanted && model.sims.has(wanted)) {
      input.sim.value = wanted;
    }
    wanted = null;
  }

  form.addEventListener('input', preview);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.tagName === 'TEXTAREA') {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  byId('send-file').addEventListener('change', (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) {
      takeFile(file);
    }
  });
  const soon = batched(() => {
    options();
    follow();
  }, 100);
  model.addEventListener('change', soon);
  search.addEventListener('input', soon);
  preview();

  /** Puts a command's payload into the form. */
  return function reuse(command) {
    const bytes = command.payload === undefined ? new Uint8Array() : bytesOf(command);
    const text = command.payload_type === 'text' ? spell(bytes) : null;
    form.elements.kind.value = text === null ? 'binary' : 'text';
    input.text.value = text ?? '';
    input.hex.value = text === null ? hex(bytes) : '';
    wanted = command.sim_sid;
    options();
    if (command.direction === 'to_sim') {
      input.port.value = command.device_port;
    }
    preview();
    (text === null ? input.hex : input.text).focus();
  };
}
