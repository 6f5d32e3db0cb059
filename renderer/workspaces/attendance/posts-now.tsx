/** 点线面 of this moment: which posts are kept, by whom, and what no position shows. */
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { clauses, listed } from '../../i18n/say.ts';
import { ageText } from '../../ui/age.ts';
import type { Post } from './use-attendance.ts';

function PostRow({ post }: { readonly post: Post }) {
  const { t } = useTranslation();
  const { squads } = useHall();
  const { name, kind, is, needs, has, there, unseen, squad } = post;
  const who = there.map((one) =>
    t('attendance.post.seen', { name: one.name, age: ageText(Math.round(one.fixAge) * 1_000, t) }),
  );
  return (
    <li className="attendance__post" data-post={post.post} data-is={is}>
      <h3>
        <span>{name}</span>
        <b>{t(`attendance.postIs.${is}`)}</b>
      </h3>
      <p className="attendance__muted">
        {clauses(
          t,
          t(`attendance.postKind.${kind}`),
          squad === null ? t('attendance.post.hall') : (squads.get(squad)?.state.name ?? squad),
          t('attendance.post.needs', needs),
          is === 'byHand' ? '' : t('attendance.post.has', has),
        )}
      </p>
      {who.length > 0 && <p className="attendance__muted">{t('attendance.post.there', { names: listed(t, who) })}</p>}
      {is === 'unseen' && (
        <p className="attendance__muted">
          {t('attendance.post.unseen', {
            names: listed(
              t,
              unseen.map((one) => one.name),
            ),
          })}
        </p>
      )}
      {is === 'byHand' && <p className="attendance__muted">{t('attendance.post.byHand')}</p>}
    </li>
  );
}

export function PostsNow({ posts }: { readonly posts: readonly Post[] }) {
  const { t } = useTranslation();
  const kept = posts.filter(({ is }) => is === 'kept').length;
  const judged = posts.filter(({ is }) => is !== 'byHand').length;
  return (
    <section className="detail-card" aria-label={t('attendance.posts')}>
      <h2 className="detail-card__title">
        {t('attendance.posts')}
        {judged > 0 && <span className="attendance__muted">{t('attendance.postsKept', { kept, judged })}</span>}
      </h2>
      {posts.length === 0 ? (
        <p className="attendance__muted">{t('attendance.postsNone')}</p>
      ) : (
        <ul className="attendance__posts">
          {posts.map((post) => (
            <PostRow key={post.post} post={post} />
          ))}
        </ul>
      )}
      <p className="attendance__muted">{t('attendance.postsNote')}</p>
    </section>
  );
}
