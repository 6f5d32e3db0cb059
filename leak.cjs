const D = require('/work/main/node_modules/better-sqlite3');
const fs = require('fs');
const c = require('crypto');
for (let S = 1; S <= 12; S++)
  for (const mode of ['delete-textpk', 'delete-rowid', 'overwrite']) {
    const f = `/tmp/exp/${mode}.sqlite`;
    for (const s of ['', '-wal', '-shm']) fs.rmSync(f + s, { force: true });
    const d = new D(f);
    d.pragma('journal_mode=WAL');
    d.pragma('secure_delete=ON');
    if (mode === 'delete-textpk') d.exec('create table r(ref text primary key, content text) strict, without rowid');
    else d.exec('create table r(n integer primary key, ref text unique, content text) strict');
    const live = new Map();
    let dead = [];
    let seed = S * 7919;
    const rnd = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    for (let i = 0; i < 4000; i++) {
      if (rnd() < 0.6 || live.size === 0) {
        const ref = c.randomBytes(12).toString('hex');
        const m =
          'SECRET' + c.randomBytes(8).toString('hex') + 'x'.repeat(Math.floor(rnd() * (rnd() < 0.05 ? 9000 : 400)));
        d.prepare('insert into r(ref,content) values(?,?)').run(ref, m);
        live.set(ref, m.slice(0, 22));
      } else {
        const keys = [...live.keys()];
        const ref = keys[Math.floor(rnd() * keys.length)];
        dead.push(live.get(ref));
        live.delete(ref);
        if (mode === 'overwrite')
          d.prepare("update r set content=replace(hex(zeroblob((length(content)+1)/2)),'0','-') where ref=?").run(ref);
        else d.prepare('delete from r where ref=?').run(ref);
      }
    }
    console.log(d.pragma('wal_checkpoint(TRUNCATE)'));
    const all = fs.readFileSync(f).toString('latin1') + fs.readFileSync(f + '-wal').toString('latin1');
    console.log(mode, 'dead', dead.length, 'leaked', dead.filter((m) => all.includes(m)).length, 'live', live.size);
  }
