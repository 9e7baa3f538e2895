import {
  keepPreviousData,
  replaceEqualDeep,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiProblem } from './problem';
import { etagOf, request, tag, type Method, type Query } from './request';
import type { components } from './schema';

export { ApiProblem, type FieldError } from './problem';
export { address, answer, etagOf, request, url, type Query } from './request';

/** A record of the API by its name in the OpenAPI document. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Some of many. */
export interface PageOf<T> {
  items: T[];
  next: string;
}

export interface Asking {
  query?: Query;
  /** False to wait with asking. */
  enabled?: boolean;
  /** Milliseconds after which to ask again, for as long as it is shown. */
  every?: number;
  /** Shows what was there under the former query until the answer comes. */
  keep?: boolean;
}

/** Keeps what is equal, so that nothing is drawn anew for it, and the version that was read. */
function shared(old: unknown, fresh: unknown): unknown {
  const kept: unknown = replaceEqualDeep(old, fresh);
  tag(kept, etagOf(fresh));
  return kept;
}

/** What the server has under a path; `data`, `error` and `isPending` say how far it is. */
export function useGet<T>(path: string, asking: Asking = {}): UseQueryResult<T, ApiProblem> {
  return useQuery<T, ApiProblem>({
    queryKey: [path, asking.query ?? {}],
    queryFn: ({ signal, client, queryKey }) =>
      request<T>('GET', path, {
        query: asking.query,
        signal,
        background: asking.every !== undefined && client.getQueryData(queryKey) !== undefined,
      }),
    enabled: asking.enabled ?? true,
    refetchInterval: asking.every ?? false,
    structuralSharing: shared,
    ...(asking.keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A list that comes in pages, as one. */
export interface Pages<T> {
  items: T[];
  /** Until the first page is there. */
  isPending: boolean;
  error: ApiProblem | null;
  hasMore: boolean;
  loadingMore: boolean;
  more: () => void;
  again: () => void;
}

/** A list behind a cursor, read page by page as somebody scrolls. */
export function usePages<T>(path: string, asking: Asking & { limit?: number } = {}): Pages<T> {
  const limit = asking.limit ?? 100;
  const pages = useInfiniteQuery({
    queryKey: [path, asking.query ?? {}, 'pages', limit],
    queryFn: ({ signal, pageParam, client, queryKey }) =>
      request<PageOf<T>>('GET', path, {
        query: { ...asking.query, limit, cursor: pageParam },
        signal,
        background: asking.every !== undefined && client.getQueryData(queryKey) !== undefined,
      }),
    initialPageParam: '',
    getNextPageParam: (last: PageOf<T>) => last.next || undefined,
    enabled: asking.enabled ?? true,
    refetchInterval: asking.every ?? false,
    ...(asking.keep ? { placeholderData: keepPreviousData } : {}),
  });
  const { data, fetchNextPage, refetch, isFetchingNextPage, hasNextPage } = pages;
  const items = useMemo(() => data?.pages.flatMap(page => page.items) ?? [], [data]);
  return {
    items,
    isPending: pages.isPending,
    error: pages.error as ApiProblem | null,
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    more: () => {
      if (hasNextPage && !isFetchingNextPage) {
        void fetchNextPage();
      }
    },
    again: () => void refetch(),
  };
}

export interface Changing<V, R> {
  /** Of a POST, PUT or PATCH; the variables themselves where absent. */
  body?: (variables: V) => unknown;
  query?: (variables: V) => Query;
  etag?: (variables: V) => string | undefined;
  /** Beginnings of the paths that this changes the answers of. */
  refreshes?: readonly string[];
  done?: (result: R, variables: V) => void;
}

type Path<V> = string | ((variables: V) => string);

/** Reads anew whatever is shown from paths that begin so. */
export function refresh(client: QueryClient, ...paths: string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && paths.some(start => path.startsWith(start)),
  });
}

/** A function that reads anew whatever is shown from paths that begin so. */
export function useRefresh(): (...paths: string[]) => void {
  const client = useQueryClient();
  return (...paths) => void refresh(client, ...paths);
}

function useChange<V, R>(
  method: Method,
  path: Path<V>,
  changing: Changing<V, R>,
): UseMutationResult<R, ApiProblem, V> {
  const client = useQueryClient();
  return useMutation<R, ApiProblem, V>({
    mutationFn: variables =>
      request<R>(method, typeof path === 'string' ? path : path(variables), {
        body: changing.body ? changing.body(variables) : method === 'DELETE' ? undefined : variables,
        query: changing.query?.(variables),
        etag: changing.etag?.(variables),
      }),
    onSuccess: async (result, variables) => {
      changing.done?.(result, variables);
      if (changing.refreshes) {
        await refresh(client, ...changing.refreshes);
      }
    },
  });
}

/** `mutate(variables)` sends them; `isPending` and `error` say how far it is. */
export function usePost<V = void, R = unknown>(path: Path<V>, changing: Changing<V, R> = {}) {
  return useChange<V, R>('POST', path, changing);
}

export function usePut<V = void, R = unknown>(path: Path<V>, changing: Changing<V, R> = {}) {
  return useChange<V, R>('PUT', path, changing);
}

export function usePatch<V = void, R = unknown>(path: Path<V>, changing: Changing<V, R> = {}) {
  return useChange<V, R>('PATCH', path, changing);
}

export function useDelete<V = void, R = unknown>(path: Path<V>, changing: Changing<V, R> = {}) {
  return useChange<V, R>('DELETE', path, changing);
}
