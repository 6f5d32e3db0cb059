import { useTranslation } from 'react-i18next';
import './brand.css';

/** Four zones and the one that is working: the mark of the product. */
export function BrandMark({ size }: { readonly size: number }) {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" className="brand-mark__ground" />
      <path d="M16 6v20M6 16h20" className="brand-mark__line" />
      <circle cx="11" cy="11" r="3" className="brand-mark__lit" />
      <circle cx="21" cy="11" r="3" className="brand-mark__dot" />
      <circle cx="11" cy="21" r="3" className="brand-mark__dot" />
      <circle cx="21" cy="21" r="3" className="brand-mark__dot" />
    </svg>
  );
}

export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="brand">
      <BrandMark size={24} />
      <span className="brand__name">{t('app.name')}</span>
    </span>
  );
}
