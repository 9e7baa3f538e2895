import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../base/api';

const TRIES = 2;

/** Where answers of the API are kept. What somebody must not see again after signing out goes with the page. */
export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // whoever comes back to a page sees what was there at once, and the news a moment later
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        retry: (count, error) =>
          count < TRIES && error instanceof ApiProblem && (error.status === 503 || error.status === 0),
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}
