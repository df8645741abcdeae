/**
 * Shortens to at most `most` UTF-16 units, which clients count: between words where that costs
 * little, never inside a character, and with an ellipsis that says so.
 */
export function cut(text: string, most: number): string {
  const whole = text.trim();
  if (whole.length <= most) return whole;
  let kept = '';
  for (const { segment } of characters(whole)) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  const word = /\s/.test(whole.charAt(kept.length)) ? kept : kept.replace(/\s+\S*$/, '');
  return `${(word.length * 4 < most * 3 ? kept : word).trimEnd()}…`;
}

/** What readers see as characters; code points where the browser cannot tell. */
function characters(text: string): Iterable<{ segment: string }> {
  return 'Segmenter' in Intl
    ? new Intl.Segmenter().segment(text)
    : Array.from(text, (segment) => ({ segment }));
}
