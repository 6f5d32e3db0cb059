import { BrandMark } from '../ui/brand.tsx';
import './waiting.css';

/** A whole page for when there is nothing else to show: says why, and what to do. */
export function Waiting({ title, advice }: { readonly title: string; readonly advice?: string }) {
  return (
    <main className="waiting">
      <BrandMark size={40} />
      <div role="alert">
        <h1 className="waiting__title">{title}</h1>
        {advice !== undefined && <p className="waiting__advice">{advice}</p>}
      </div>
    </main>
  );
}
