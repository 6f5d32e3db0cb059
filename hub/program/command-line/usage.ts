/** What `--help` says, and what holds where nothing is given. */
import { usualBasemapLimit } from '../../../shared/lib/basemap-files.ts';
import { longestDays } from '../../certificates/names.ts';
import { trackFields } from '../../imports/track-options.ts';
import { logLevels } from './types.ts';
import { leastAccessLogDays, usualRetention } from '../../retention/policy.ts';

export const defaultPort = 7480;
export const usualDays = longestDays;
export const mega = 1024 * 1024;

export const usage = `usage: npm run -s hub -- [COMMAND] --data DIR [options]
       npm run -s hub -- import-tracks FILE --data DIR --crs CRS [--unit U] [--column FIELD=HEADER …] [--dry-run]
       npm run -s hub -- certificate --out DIR --name HOST [--name HOST …] [--days N]

COMMAND: backup FILE | restore FILE | verify | password LOGIN | drop-second-factor LOGIN | import-tracks FILE;
none starts the hub

  --data DIR            data folder, made where it is missing            LIANQIN_DATA
  --host ADDRESS        address to listen on (default 127.0.0.1)         LIANQIN_HOST
  --port N              HTTP port, 0 = any free one (default ${defaultPort})       LIANQIN_PORT
  --demo                demo and training data folder                    LIANQIN_DEMO=1
  --clock ISO           demo clock, such as 2026-11-20T22:40+08:00       LIANQIN_CLOCK
  --clock-rate N        how fast the demo clock runs (default 1)         LIANQIN_CLOCK_RATE
  --api-key KEY         sets the key of outside programs                 LIANQIN_API_KEY
  --pack FILE           district pack, taken in unless it is in force    LIANQIN_PACK
  --basemap FILE        the basemap that the pack names, PMTiles         LIANQIN_BASEMAP
                        (default: the .pmtiles beside the pack)
  --basemap-limit MB    largest basemap taken, 1 to 16384 (default ${usualBasemapLimit / mega})  LIANQIN_BASEMAP_LIMIT
  --online-basemaps FILE  basemaps from servers outside, JSON             LIANQIN_ONLINE_BASEMAPS
                        (default: none)
  --outgoing FILE         to whom replies are given back, JSON            LIANQIN_OUTGOING
                        (default: none)
  --jt808-port N        port for JT/T 808 terminals, 0 = any free one    LIANQIN_JT808_PORT
                        (default: none)
  --osmand-port N       port for Traccar Client (OsmAnd), 0 = any free   LIANQIN_OSMAND_PORT
                        one (default: none)
  --osmand-codes        devices of OsmAnd have to say their code too     LIANQIN_OSMAND_CODES=1
  --jt809-port N        port for other platforms (JT/T 809), 0 = any     LIANQIN_JT809_PORT
                        free one (default: none)
  --jt809-platforms FILE  which these are, JSON                          LIANQIN_JT809_PLATFORMS
  --password-days N     passwords must be changed after N days, 0 = never LIANQIN_PASSWORD_DAYS
                        (default 180, on a demo hub 0)
  --second-factor ROLES roles that must have a second factor, or none    LIANQIN_SECOND_FACTOR
                        (default administrator,auditor, on a demo hub none)
  --lock-after-minutes N  seats lock when nobody touched them for N     LIANQIN_LOCK_AFTER_MINUTES
                        minutes, 1 to 240 (default 15)
  --keep-vault-days N   callers' data and notes are erased N days after  LIANQIN_KEEP_VAULT_DAYS
                        the incident was closed, 0 = never (default ${usualRetention.vaultDays})
  --keep-track-days N   tracks of units are kept N days (default ${usualRetention.trackDays})     LIANQIN_KEEP_TRACK_DAYS
  --keep-access-log-days N  the access log is kept N days, ${leastAccessLogDays} at      LIANQIN_KEEP_ACCESS_LOG_DAYS
                        least (default ${usualRetention.accessLogDays})
  --tls-cert FILE       certificate of this server, PEM: HTTPS and WSS    LIANQIN_TLS_CERT
  --tls-key FILE        its private key, PEM                             LIANQIN_TLS_KEY
  --plain               without TLS beyond this machine: whoever is on   LIANQIN_PLAIN=1
                        the way reads everything, passwords too
  --video-wvp URL       API of a WVP-GB28181-pro server, for pictures     LIANQIN_VIDEO_WVP
  --video-login FILE    its log-in: {"user", "password"} or {"apiKey"}    LIANQIN_VIDEO_LOGIN
  --video-ca FILE       authority of its certificate, PEM                LIANQIN_VIDEO_CA
  --video-hosts LIST    hosts pictures may come from, besides it;         LIANQIN_VIDEO_HOSTS
                        host or host:port, with commas between
  --log-level LEVEL     ${logLevels.join(', ')} (default info)          LIANQIN_LOG_LEVEL

password LOGIN reads the new password of that account from the first line of stdin; a hub at work takes it at once.
drop-second-factor LOGIN is for the day the phone and the recovery codes are lost; it also lifts a lock-out.
import-tracks takes a CSV of the past in, whole or not at all, also beside a hub at work. FIELD is one of
${trackFields.join(', ')}; a header of that name needs no --column.
  --crs CRS             WGS84, CGCS2000, GCJ02 or BD09; must be given
  --unit U              the unit of every row, where no column says it
  --time FORM           iso (with offset, default), s, ms, or local (2026-11-21 22:40:05 at --utc-offset, default +08:00)
  --delimiter D         , (default) ; | or tab      --encoding E   utf-8 (default) or gb18030
  --speed UNIT          km/h (default), m/s or kn   --dry-run      looks and counts, writes nothing
  --keep-track-days N   as the hub has it: older rows are refused, since its next clean-up would delete them
certificate makes an authority in DIR/ca, unless there is one, and under it DIR/server.crt and DIR/server.key, good for the
host names and addresses of --name and ${usualDays} days.
`;
