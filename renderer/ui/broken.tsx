/** What cannot be drawn is said in its place, with a way to try again; on a screen nobody sits at it tries by itself. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './broken.css';

interface Props {
  /** Tries again by itself after so many ms. */
  readonly againAfter?: number;
  /** Shown in its place where there is no room for more. */
  readonly instead?: ReactNode;
  readonly children: ReactNode;
}

function Broken({ error, onAgain }: { readonly error: Error; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="broken" role="alert">
      <p className="broken__title">{t('broken.title')}</p>
      <p className="broken__advice">{t('broken.advice')}</p>
      <button type="button" className="act act--main" onClick={onAgain}>
        {t('broken.again')}
      </button>
      <p className="broken__error">{t('broken.error', { error: error.message })}</p>
    </div>
  );
}

/** React knows no hook for this. */
export class Unbroken extends Component<Props, { readonly error: Error | undefined }> {
  override readonly state: { readonly error: Error | undefined } = { error: undefined };
  #timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  readonly #again = (): void => this.setState({ error: undefined });

  override componentDidCatch(): void {
    const { againAfter } = this.props;
    clearTimeout(this.#timer);
    if (againAfter !== undefined) this.#timer = setTimeout(this.#again, againAfter);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { instead, children } = this.props;
    return error === undefined ? children : (instead ?? <Broken error={error} onAgain={this.#again} />);
  }
}
