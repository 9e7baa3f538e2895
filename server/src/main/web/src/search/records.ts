import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ApiProblem } from '../base/problem';
import { request, type Query } from '../base/request';
import type { Schema } from '../base/api';

export type RecordView = Schema<'RecordView'>;
export type Facet = Schema<'FacetView'>;
type FoundRecords = Schema<'FoundRecords'>;

const AT_ONCE = 200;

/** What was found so far, with the counts of the first page. */
export interface Found {
  records: RecordView[];
  total: number;
  /** False where there are at least so many. */
  counted: boolean;
  facets: Facet[];
  /** Records that could not be found yet. */
  behind: number;
  isPending: boolean;
  error: ApiProblem | null;
  hasMore: boolean;
  loadingMore: boolean;
  more: () => void;
  again: () => void;
}

/** Calls and chat lines that meet a query, page by page; each page is on record with the reason. */
export function useRecords(query: Query, reason: string): Found {
  const asked = useInfiniteQuery({
    queryKey: ['/records', query, reason],
    queryFn: ({ signal, pageParam }) =>
      request<FoundRecords>('GET', '/records', {
        query: {
          ...query,
          reason,
          limit: AT_ONCE,
          cursor: pageParam,
          // they do not change from page to page
          facets: pageParam === '' ? 'true' : undefined,
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last: FoundRecords) => last.next || undefined,
    placeholderData: keepPreviousData,
    // each look is on record: it is not repeated behind the reader's back
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const { data, fetchNextPage, refetch, isFetchingNextPage, hasNextPage } = asked;
  const records = useMemo(() => data?.pages.flatMap(page => page.items) ?? [], [data]);
  const first = data?.pages[0];
  return {
    records,
    total: first?.total ?? 0,
    counted: first?.counted ?? true,
    facets: first?.facets ?? [],
    behind: first?.behind ?? 0,
    isPending: asked.isPending,
    error: asked.error as ApiProblem | null,
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

/** Where a conversation of these people is read; as the API names it. */
export function conversationOf(people: readonly string[]): string {
  const bytes = new TextEncoder().encode([...people].sort().join('\n'));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
