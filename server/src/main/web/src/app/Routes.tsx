import { useMemo } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Loading } from '../base/Loading';
import { may, useSession, type Session } from '../session/session';
import { Frame } from './Frame';
import { homeOf } from './sections';
import { NotFoundPage } from './NotFoundPage';
import { NothingPage } from './NothingPage';
import { PageFailure } from './PageFailure';
import { pages } from './pages';

function routes(session: Session): RouteObject[] {
  const home = homeOf(session);
  return [
    {
      path: '/',
      element: <Frame />,
      errorElement: <PageFailure />,
      hydrateFallbackElement: <Loading full />,
      children: [
        {
          errorElement: <PageFailure />,
          children: [
            { index: true, element: home ? <Navigate to={home} replace /> : <NothingPage /> },
            ...pages
              .filter(page => may(session, page.permission))
              .map(page => ({
                path: page.path,
                lazy: async () => ({ Component: (await page.load()).default }),
              })),
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ];
}

/** The pages that the session's owner may open, inside the frame. */
export function Routes() {
  const session = useSession();
  // a new list of permissions comes with a new session only, and that opens the page anew
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const router = useMemo(() => createBrowserRouter(routes(session)), [session.user, session.role]);
  return <RouterProvider router={router} />;
}
