import type { PageFile } from '../../field/page-files.ts';
import { pageRoot } from '../../field/page-files.ts';
import { Problem } from '../problem.ts';
import type { Route } from '../server.ts';

/** `GET /field/…`: the officers' page. It opens nothing by itself: what it is told, it is told by the key of a unit. */
export function fieldPageRoute(files: ReadonlyMap<string, PageFile>): Route {
  return (server) => {
    server.get('/field', (_request, reply) => reply.redirect(pageRoot));
    server.get('/field/*', (request, reply) => {
      const file = files.get(new URL(request.url, 'http://page.invalid').pathname);
      if (file === undefined) throw new Problem(404, 'NotFound', 'there is nothing at this address');
      return reply.headers(file.headers).send(file.body);
    });
  };
}
