/**
 * Colours of the basemap, night and day: a city that can be read and stays behind the marks. Nothing in it has the
 * strength of a status colour. Beside the plates' own colours in `tokens.ts`.
 */
import type { ThemeName } from './tokens.ts';

export interface MapPalette {
  readonly water: string;
  readonly waterEdge: string;
  readonly park: string;
  readonly grass: string;
  readonly wood: string;
  /** Built-up land as a whole, around and beneath its blocks. */
  readonly urban: string;
  readonly residential: string;
  readonly commercial: string;
  readonly industrial: string;
  readonly publicBlock: string;
  readonly site: string;
  readonly building: string;
  readonly buildingEdge: string;
  readonly roadCasing: string;
  readonly expressway: string;
  readonly arterial: string;
  readonly secondary: string;
  readonly local: string;
  readonly lane: string;
  readonly tunnel: string;
  /** Under roads that stand above others. */
  readonly bridgeCasing: string;
  readonly rail: string;
  readonly railGap: string;
  /** Of a line that says no colour of its own. */
  readonly metro: string;
  readonly station: string;
  readonly stationEdge: string;
  readonly districtBorder: string;
  readonly streetBorder: string;
  /** Of what is not known by its name. */
  readonly unknown: string;
  /** Words, and what stands about them. */
  readonly halo: string;
  readonly nameStrong: string;
  readonly namePlace: string;
  readonly nameMinor: string;
  readonly nameRoad: string;
  readonly nameWater: string;
  readonly nameGreen: string;
  readonly nameStation: string;
}

export const mapPalettes: Readonly<Record<ThemeName, MapPalette>> = {
  dark: {
    water: '#0A2B4A',
    waterEdge: '#15406A',
    park: '#122B26',
    grass: '#122722',
    wood: '#10291F',
    urban: '#101A2B',
    residential: '#131F33',
    commercial: '#1A2036',
    industrial: '#171E2A',
    publicBlock: '#15233A',
    site: '#211F2C',
    building: '#22324C',
    buildingEdge: '#32455F',
    roadCasing: '#0A1321',
    expressway: '#625F69',
    arterial: '#4D5F7E',
    secondary: '#3D5170',
    local: '#30435F',
    lane: '#2A3C56',
    tunnel: '#33445F',
    bridgeCasing: '#070D18',
    rail: '#56667E',
    railGap: '#141F31',
    metro: '#5F7896',
    station: '#8FA6C4',
    stationEdge: '#0E1828',
    districtBorder: '#6A7A96',
    streetBorder: '#3D5272',
    unknown: '#4A5D7B',
    halo: '#0E1828',
    nameStrong: '#D5DFEC',
    namePlace: '#9DB0CA',
    nameMinor: '#8B9FBC',
    nameRoad: '#B7C5D9',
    nameWater: '#6FA6D6',
    nameGreen: '#7DB394',
    nameStation: '#B2C3DA',
  },
  light: {
    water: '#B9D6EC',
    waterEdge: '#93BBDA',
    park: '#D9EBD3',
    grass: '#E3EFDC',
    wood: '#CFE5CB',
    urban: '#F7F6F2',
    residential: '#F4F4F1',
    commercial: '#F7EFEB',
    industrial: '#ECEDF0',
    publicBlock: '#EFF0F8',
    site: '#F4ECDF',
    building: '#E2E4E9',
    buildingEdge: '#CDD2DA',
    roadCasing: '#B9C2CF',
    expressway: '#F0C988',
    arterial: '#F8DFA9',
    secondary: '#FFFFFF',
    local: '#FFFFFF',
    lane: '#FAFAFA',
    tunnel: '#E3E7EE',
    bridgeCasing: '#97A3B5',
    rail: '#8D98A9',
    railGap: '#F4F6F9',
    metro: '#8C9DB3',
    station: '#FFFFFF',
    stationEdge: '#3C516E',
    districtBorder: '#7C88A0',
    streetBorder: '#A9B6C8',
    unknown: '#93A1B5',
    halo: '#FFFFFF',
    nameStrong: '#1E2B3E',
    namePlace: '#46566D',
    nameMinor: '#4F5F75',
    nameRoad: '#4A5870',
    nameWater: '#1F5587',
    nameGreen: '#2B6243',
    nameStation: '#2F4563',
  },
};
