/**
 * Whether this machine can draw the map with a graphics card. A software stand-in for one (virtual desktops, missing
 * drivers) does not count: the plain map is many times faster there.
 */
export function hasWebGl2(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  // Browsers allow few contexts at a time: give this one back at once.
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return true;
}
