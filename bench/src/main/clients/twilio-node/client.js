'use strict';
const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);

const sim = process.env.BENCH_SIM;
const created = [];

async function step(name, action) {
  try {
    const wrong = await action();
    console.log(wrong ? `${name} failed: ${wrong}` : `${name} ok`);
  } catch (error) {
    console.log(`${name} failed: ${error.code || ''} ${error.message}`.replace(/\n/g, ' '));
  }
}

const create = (to, payload) => client.supersim.v1.ipCommands.create({ sim: to, payload, devicePort: 6969 });

(async () => {
  await step('create', async () => {
    for (const payload of ['one', 'two', 'three']) created.push(await create(sim, payload));
    const first = created[0];
    return first.direction === 'to_sim' && first.dateCreated instanceof Date ? '' : JSON.stringify(first);
  });
  await step('fetch', async () => {
    const one = await client.supersim.v1.ipCommands(created[0].sid).fetch();
    return one.payload === 'one' ? '' : JSON.stringify(one);
  });
  await step('list', async () => {
    const all = await client.supersim.v1.ipCommands.list({ sim, pageSize: 2 });
    const payloads = all.map((command) => command.payload).sort().join();
    return payloads === 'one,three,two' ? '' : payloads;
  });
  await step('error', () =>
    create('nobody', 'x').then(
      () => 'nothing was refused',
      (error) => (error.status === 400 && error.code === 83005 ? '' : `${error.status} ${error.code} ${error.message}`),
    ),
  );
})();
