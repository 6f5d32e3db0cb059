/** How basemap files are called: in the folders that hold them, and where the screens ask for them. */

/** Folder below the data folder of a hub, a seat or a hall. */
export const basemapFolder = 'basemaps';
/** Ends the name of every whole file, whose hash has been checked. What ends otherwise is on its way. */
export const basemapEnding = '.pmtiles';
/** Largest file a hub takes unless told otherwise, bytes. */
export const usualBasemapLimit = 1024 * 1024 * 1024;

export const basemapFileName = (hash: string): string => `${hash}${basemapEnding}`;

/** Same origin as the page, in the browser and in the desktop app. */
export const basemapPath = (hash: string): string => `/basemap/${hash}`;

/** The hash that a path asks for; undefined for every other path. */
export function basemapOfPath(path: string): string | undefined {
  return /^\/basemap\/([0-9a-f]{64})$/.exec(path)?.[1];
}
