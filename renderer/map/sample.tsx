/** A sign of the map as it is drawn there, beside words that say what it means. */
import { useLayoutEffect, useRef } from 'react';
import type { ThemeName } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { MarkSymbol } from './marks.ts';
import { drawSymbol, extentOf } from './symbols.ts';

const size = 30;

interface SampleProps {
  readonly symbol: MarkSymbol;
  readonly theme: ThemeName;
  readonly scale: number;
}

export function Sample({ symbol, theme, scale }: SampleProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === undefined || context === null) return;
    const ratio = window.devicePixelRatio * scale;
    canvas.width = canvas.height = Math.round(size * ratio);
    const { left, top, right, bottom } = extentOf(symbol);
    const [x, y] = [size / 2 - (left + right) / 2, size / 2 - (top + bottom) / 2];
    context.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio);
    drawSymbol(context, symbol, palettes[theme], 'plain');
  }, [symbol, theme, scale]);
  return <canvas ref={ref} className="district-map-sample" aria-hidden="true" />;
}
