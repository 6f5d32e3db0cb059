import type { ReactNode } from 'react';
import './section.css';

/** A titled part of a panel. `note` stands beside the title: an age, a count. */
export function Section({
  name,
  title,
  note,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="section" data-section={name} aria-label={title}>
      <h3 className="section__title">
        {title}
        {note !== undefined && <span className="section__note">{note}</span>}
      </h3>
      {children}
    </section>
  );
}
