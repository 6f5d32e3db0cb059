/** Photos that go with what is being written: taken or chosen, kept on this phone until they have arrived. */
import { useState } from 'react';
import type { Photo } from './files.ts';
import { photoOf } from './files.ts';
import { fill } from './texts.ts';
import { useWords } from './words.tsx';

interface Props {
  readonly photos: readonly Photo[];
  readonly most: number;
  readonly onChange: (photos: readonly Photo[]) => void;
}

export function Photos({ photos, most, onChange }: Props) {
  const words = useWords();
  const [refused, setRefused] = useState(false);
  const add = async (files: FileList | null): Promise<void> => {
    const made = await Promise.all([...(files ?? [])].map(photoOf));
    const good = made.filter((photo) => photo !== undefined);
    setRefused(good.length < made.length || photos.length + good.length > most);
    onChange([...photos, ...good].slice(0, most));
  };
  return (
    <div>
      <label className="small">
        {words.photos.add}
        <input
          className="unseen"
          type="file"
          name="photo"
          accept="image/*"
          capture="environment"
          multiple={most > 1}
          onChange={(event) => {
            void add(event.target.files);
            event.target.value = '';
          }}
        />
      </label>
      {photos.length > 0 && (
        <ul className="entries">
          {photos.map(({ id, name, content }) => (
            <li key={id}>
              <span>
                {name} <span className="muted">{Math.ceil(content.size / 1000)} kB</span>
              </span>
              <button
                type="button"
                className="small"
                aria-label={`${words.photos.remove} ${name}`}
                onClick={() => onChange(photos.filter((one) => one.id !== id))}
              >
                {words.photos.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {refused && (
        <p role="alert" className="late">
          {fill(words.photos.refused, { most })}
        </p>
      )}
    </div>
  );
}
