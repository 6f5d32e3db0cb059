/** The jobs of the unit, each with the one step that comes next, and what to know before the gate. */
import { useState } from 'react';
import type { FieldFix, FieldJob, FieldPage, FieldStep } from '../shared/wire/field-api.ts';
import type { Photo } from './files.ts';
import type { Entry } from './outbox.ts';
import type { Phone, PhoneView } from './phone.ts';
import { Photos } from './photos.tsx';
import { fill } from './texts.ts';
import { useNow, useTime, useWords } from './words.tsx';

type Step = FieldStep['step'];
type Body<S> = S extends unknown ? Omit<S, 'id' | 'assignment' | 'happenedAt'> : never;

const stages = ['assigned', 'accepted', 'onTheWay', 'onScene'] as const;
const stepOf = { assigned: 'accept', accepted: 'setOut', onTheWay: 'arrive' } as const;
const outcomes = [
  ...(['stopped', 'finishingBy', 'permittedAndCompliant', 'repairGenuine'] as const),
  ...(['nothingFound', 'notOurs', 'refusesToStop'] as const),
];
const handBacks = ['otherUnitCloser', 'emergency', 'cannotReach', 'shiftEnds', 'notOurTask'] as const;
const kinds = ['note', 'photo', 'permitShown', 'noticePosted', 'person'] as const;
const finishInMs = 30 * 60_000;

/** Where the job stands once what waits here has reached the hub: what was pressed is not asked for again. */
export function stageWith(job: FieldJob, entries: readonly Entry[]): FieldJob['stage'] | 'over' {
  const steps = entries.flatMap((entry) =>
    entry.event === 'step' && entry.state === 'waiting' && entry.message.assignment === job.assignment
      ? [entry.message.step]
      : [],
  );
  if (steps.includes('outcome') || steps.includes('handBack')) return 'over';
  const reached = { accept: 'accepted', setOut: 'onTheWay', arrive: 'onScene' } as const;
  return steps.reduce<FieldJob['stage']>((stage, step) => {
    const to = step in reached ? reached[step as keyof typeof reached] : stage;
    return stages.indexOf(to) > stages.indexOf(stage) ? to : stage;
  }, job.stage);
}

/** When it is asked whether all is well, Unix ms; what was pressed here and is on its way is a word too. */
export function safeAskedAt({ assignment, safe }: FieldJob, entries: readonly Entry[]): number | null {
  if (safe === undefined) return null;
  const said = entries.flatMap(({ event, state, message }) =>
    event === 'step' && state === 'waiting' && message.assignment === assignment ? [message.happenedAt ?? 0] : [],
  );
  return Math.max(safe.since, ...said) + safe.minutes * 60_000;
}

function PageOf({ page }: { readonly page: FieldPage }) {
  const words = useWords();
  const timeOf = useTime();
  const { place, assessment, people, enforcer, permit, past } = page;
  return (
    <div className="page">
      {page.confidential && <p className="warn">{words.jobs.confidential}</p>}
      <p className={people.certified < 2 ? 'warn' : undefined}>
        {fill(words.look.people, { ...people })}
        {people.certified < 2 && ` ${words.look.peopleShort}`}
      </p>
      {enforcer !== null && <p>{fill(words.look.enforcer, { name: enforcer.name })}</p>}
      <p>
        <b>{words.assessment[assessment.kind] ?? assessment.kind}</b>{' '}
        <span className="muted">{fill(words.look.asOf, { time: timeOf(assessment.judgedAt) })}</span>
      </p>
      <p>
        {permit === null
          ? words.jobs.permitNone
          : fill(words.jobs.permit, {
              ...{ number: permit.number, work: permit.work },
              ...{ from: timeOf(permit.from), to: timeOf(permit.to) },
            })}
      </p>
      <p>
        {place.contact === null ? (
          words.look.contactNone
        ) : (
          <a href={`tel:${place.contact.phone}`}>
            {fill(words.look.contact, { ...place.contact, date: place.contact.checkedOn })}
          </a>
        )}
      </p>
      <h3>{words.look.title}</h3>
      <ul>
        {page.look.map((code) => (
          <li key={code}>{words.lookAt[code] ?? code}</li>
        ))}
      </ul>
      <h3>{words.look.record}</h3>
      <ul>
        {page.record.map((code) => (
          <li key={code}>{words.record[code] ?? code}</li>
        ))}
      </ul>
      {past.length > 0 && (
        <>
          <h3>{words.look.past}</h3>
          <ul>
            {past.map(({ number, assessment: kind, outcome }) => (
              <li key={number}>
                {number} {kind === null ? '' : (words.assessment[kind] ?? kind)}{' '}
                {outcome === null ? '' : words.outcome[outcome]}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface JobProps {
  readonly phone: Phone;
  readonly job: FieldJob;
  readonly entries: readonly Entry[];
  readonly fix: FieldFix | null;
}

function Job({ phone, job, entries, fix }: JobProps) {
  const words = useWords();
  const timeOf = useTime();
  const now = useNow() + (phone.now() - Date.now());
  const [open, setOpen] = useState<'none' | 'outcome' | 'handBack' | 'evidence'>('none');
  const [page, setPage] = useState<FieldPage | 'off' | 'gone'>();
  const [kind, setKind] = useState<(typeof kinds)[number]>('note');
  const [text, setText] = useState('');
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [missing, setMissing] = useState(false);
  const stage = stageWith(job, entries);
  const press = (body: Body<FieldStep>, files: readonly Photo[] = []): void => {
    setOpen('none');
    const { assignment } = job;
    const message = { ...body, id: crypto.randomUUID(), assignment, happenedAt: phone.now() } as FieldStep;
    void phone.press({ event: 'step', message }, files);
  };
  const look = async (): Promise<void> => {
    const answer = await phone.page(job.assignment);
    setPage(
      answer === undefined || answer.status === 'unavailable' ? 'off' : answer.status === 'page' ? answer.page : 'gone',
    );
  };
  const askedAt = safeAskedAt(job, entries);
  const asked = stage === 'onScene' && askedAt !== null && now >= askedAt;
  const due = stage === 'assigned' ? job.acceptBy : stage === 'onScene' || stage === 'over' ? null : job.arriveBy;
  const late = due === null ? 0 : Math.floor((now - due) / 60_000);
  const goal = job.target;
  const main: Step | undefined = stage === 'over' || stage === 'onScene' ? undefined : stepOf[stage];
  return (
    <li className="job" data-job={job.number} data-stage={stage}>
      <header>
        <b>{job.number}</b>
        <span className="tag">{stage === 'over' ? words.outbox.pending : words.stage[stage]}</span>
        <span className="tag tag--quiet">{words.task[job.task]}</span>
      </header>
      <h2>{job.headline}</h2>
      <p className="muted">
        {[job.site, job.street, job.roads.join(' × ')].filter((part) => part !== null && part !== '').join(' · ')}
      </p>
      {due !== null && (
        <p className={late > 0 ? 'late' : undefined}>
          {fill(stage === 'assigned' ? words.jobs.acceptBy : words.jobs.arriveBy, { time: timeOf(due) })}
          {late > 0 && ` · ${fill(words.jobs.late, { n: late })}`}
        </p>
      )}
      {stage === 'accepted' && job.arriveBy === null && <p className="muted">{words.jobs.behind}</p>}
      {job.confidential && <p className="warn">{words.jobs.confidential}</p>}
      <p>{words.assessment[job.assessment] ?? job.assessment}</p>
      {main !== undefined && (
        <button
          type="button"
          className="big"
          onClick={() =>
            press(
              main === 'arrive'
                ? { step: 'arrive', ...(fix === null ? {} : { photoAt: { lon: fix.lngLat[0], lat: fix.lngLat[1] } }) }
                : { step: main as 'accept' | 'setOut' },
            )
          }
        >
          {words.step[main]}
        </button>
      )}
      {asked && (
        <div role="alert" className="asked">
          <p>{fill(words.jobs.askedSafe, { n: Math.floor((now - askedAt) / 60_000) + (job.safe?.minutes ?? 0) })}</p>
          <button type="button" className="big" onClick={() => press({ step: 'safe' })}>
            {words.step.safe}
          </button>
        </div>
      )}
      {stage === 'onScene' && (
        <div className="pair">
          <button type="button" className="big" aria-expanded={open === 'outcome'} onClick={() => setOpen('outcome')}>
            {words.step.outcome}
          </button>
          <button type="button" className="big big--quiet" onClick={() => setOpen('evidence')}>
            {words.step.evidence}
          </button>
          {!asked && (
            <button type="button" className="big big--quiet" onClick={() => press({ step: 'safe' })}>
              {words.step.safe}
            </button>
          )}
        </div>
      )}
      {open === 'outcome' && (
        <div className="choices" role="group" aria-label={words.step.outcome}>
          {outcomes.map((outcome) => (
            <button
              key={outcome}
              type="button"
              className="big big--quiet"
              onClick={() =>
                press({
                  ...{ step: 'outcome', outcome },
                  ...(outcome === 'finishingBy' ? { finishBy: phone.now() + finishInMs } : {}),
                })
              }
            >
              {words.outcome[outcome]}
            </button>
          ))}
        </div>
      )}
      {open === 'evidence' && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() === '' && photos.length === 0) return setMissing(true);
            const [photo] = photos;
            const words = text.trim() === '' ? {} : { text: text.trim() };
            const upload = photo === undefined ? {} : { upload: photo.id };
            press({ step: 'evidence', kind: photo === undefined ? kind : 'photo', ...words, ...upload }, photos);
            setText('');
            setPhotos([]);
            setMissing(false);
          }}
        >
          <label>
            {words.evidence.kind}
            <select name="kind" value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {words.evidence[one]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {words.evidence.words}
            <textarea
              name="words"
              rows={3}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          {missing && (
            <p role="alert" className="late">
              {words.evidence.missing}
            </p>
          )}
          <Photos photos={photos} most={1} onChange={setPhotos} />
          <button type="submit" className="big">
            {words.evidence.save}
          </button>
        </form>
      )}
      {stage !== 'over' && (
        <div className="row">
          {goal !== null && (
            <a className="small" href={`geo:${goal.lat},${goal.lon}?q=${goal.lat},${goal.lon}`}>
              {words.jobs.navigate}
            </a>
          )}
          <button
            type="button"
            className="small"
            onClick={() => (page === undefined ? void look() : setPage(undefined))}
          >
            {page === undefined ? words.jobs.page : words.jobs.close}
          </button>
          <button type="button" className="small" onClick={() => setOpen(open === 'handBack' ? 'none' : 'handBack')}>
            {words.step.handBack}…
          </button>
        </div>
      )}
      {open === 'handBack' && (
        <div className="choices" role="group" aria-label={words.step.handBack}>
          {handBacks.map((why) => (
            <button key={why} type="button" className="big big--quiet" onClick={() => press({ step: 'handBack', why })}>
              {words.handBack[why]}
            </button>
          ))}
        </div>
      )}
      {page === 'off' && <p className="warn">{words.jobs.pageOff}</p>}
      {page === 'gone' && <p className="warn">{words.jobs.pageGone}</p>}
      {typeof page === 'object' && <PageOf page={page} />}
    </li>
  );
}

export function Jobs({
  phone,
  view,
  fix,
}: {
  readonly phone: Phone;
  readonly view: PhoneView;
  readonly fix: FieldFix | null;
}) {
  const words = useWords();
  const timeOf = useTime();
  const jobs = view.jobs?.jobs ?? [];
  const { notices } = view;
  return (
    <>
      {notices.length > 0 && (
        <section className="notices" aria-label={words.notices['title']}>
          {notices.map(({ kind, fence, since }) => (
            <p key={`${kind} ${since}`} className="warn">
              <b>{words.notices[kind] ?? words.notices['other']}</b>{' '}
              {fill(words.notices['since'] ?? '', { fence, time: timeOf(since) })}
            </p>
          ))}
        </section>
      )}
      {jobs.length === 0 ? (
        <p className="empty">{view.jobs?.unit.status === 'offDuty' ? words.jobs.noneOff : words.jobs.none}</p>
      ) : (
        <ul className="list">
          {jobs.map((job) => (
            <Job key={job.assignment} phone={phone} job={job} entries={view.entries} fix={fix} />
          ))}
        </ul>
      )}
    </>
  );
}
