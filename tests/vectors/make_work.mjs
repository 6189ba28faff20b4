// Writes work.json: vectors of docs/spec/work.md, made by Node's own primitives, apart from both implementations.
//   node tests/vectors/make_work.mjs > tests/vectors/work.json
import {createHash, createHmac, hkdfSync, pbkdf2Sync} from 'node:crypto';

const ROUNDS = 512, USUAL = 9, MOST = 15;
const filled = (length, of) => Buffer.from(Array.from({length}, (_, i) => (of + i) & 255));
const u32 = number => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(number); return bytes; };
const hex = bytes => Buffer.from(bytes).toString('hex');
const zeros = bytes => { let n = 0; for (const b of bytes) { n += Math.clz32(b) - 24; if (b) break; } return n; };

const seed = filled(32, 0), instance = filled(32, 32);
const key = hkdfSync('sha256', seed, '', 'waymark/v1/work challenge', 32);
const challengeOf = epoch => createHmac('sha256', Buffer.from(key)).update(u32(epoch)).digest().subarray(0, 16);
const derive = (row, challenge, nonce) => pbkdf2Sync(nonce,
  Buffer.concat([Buffer.from('waymark/v1/work\n'), instance, row, challenge]), ROUNDS, 32, 'sha256');

const challenges = [0, 1, 29906160, 0xffffffff].map(epoch => ({epoch, challenge: hex(challengeOf(epoch))}));
const epoch = 29906160, challenge = challengeOf(epoch);
const works = [0, 1, 4, USUAL, 12].map((level, i) => {
  const row = filled(16, 64 + 16 * i), nonce = filled(16, 160);
  for (let n = 0; zeros(derive(row, challenge, nonce)) < level; ) nonce.writeUInt32BE(++n, 12);
  const derived = derive(row, challenge, nonce);
  return {epoch, challenge: hex(challenge), row: hex(row), level, nonce: hex(nonce), derived: hex(derived),
    zeroBits: zeros(derived), pass: hex(Buffer.concat([Buffer.from([1]), u32(epoch), nonce]))};
});
const token = filled(16, 200);
const demand = (level, of) => ({text: `work ${level} ${of} ${hex(challengeOf(of))}`, level, epoch: of,
  challenge: hex(challengeOf(of))});
const c = hex(challenge);
console.log(JSON.stringify({
  rounds: ROUNDS, usualLevel: USUAL, mostLevel: MOST, seed: hex(seed), challengeKey: hex(key), instance: hex(instance),
  challenges, works,
  tokens: [{token: hex(token), hash: hex(createHash('sha256').update(token).digest().subarray(0, 16)),
    pass: hex(Buffer.concat([Buffer.from([2]), token, Buffer.alloc(4)]))}],
  badPasses: [
    {name: 'empty', pass: ''}, {name: 'a kind that is none', pass: '00' + '11'.repeat(20)},
    {name: 'another kind', pass: '03' + '11'.repeat(20)}, {name: 'one byte short', pass: '01' + '11'.repeat(19)},
    {name: 'one byte too many', pass: '01' + '11'.repeat(21)},
    {name: 'a token with something behind it', pass: '02' + '11'.repeat(16) + '00000001'}],
  demands: [demand(USUAL, epoch), demand(MOST, 0), demand(0, 0xffffffff), demand(200, 1)],
  badDemands: ['', 'work', 'work 9', `work 9 ${epoch}`, `work 9 ${epoch} `, `work 9 ${epoch} ${c.slice(2)}`,
    `work 9 ${epoch} ${c}00`, `work 09 ${epoch} ${c}`, `work -9 ${epoch} ${c}`, `work 256 ${epoch} ${c}`,
    `work 9 4294967296 ${c}`, `work 9  ${epoch} ${c}`, `Work 9 ${epoch} ${c}`, `work 9 ${epoch} ${c.toUpperCase()}`,
    `work 9 ${epoch} ${c} `, `work 9 ${epoch} ${c}\n`, `wait 9 ${epoch} ${c}`],
}, null, 1));
