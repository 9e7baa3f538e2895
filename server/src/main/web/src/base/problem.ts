import { strings } from '../strings';

/** What is wrong with one field of what was sent. */
export interface FieldError {
  field: string;
  line: number;
  message: string;
  suggestion: string;
}

/** Why a request was not done, as the server says it (RFC 9457); status 0 where no answer came. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    /** Seconds after which to try again; 0 where the server gave none. */
    readonly retryAfter = 0,
  ) {
    super(detail || title);
    this.name = 'ApiProblem';
  }

  /** No answer came. */
  static gone(): ApiProblem {
    return new ApiProblem(0, '/problems/gone', strings.base.errorTitles.gone, strings.base.goneDetail);
  }

  static async of(response: Response): Promise<ApiProblem> {
    const retryAfter = Number(response.headers.get('Retry-After') ?? 0) || 0;
    const body: unknown = await response.json().catch(() => undefined);
    if (!isRecord(body)) {
      return new ApiProblem(
        response.status,
        '/problems/unknown',
        strings.base.errorTitle,
        strings.base.strangeAnswer,
        [],
        retryAfter,
      );
    }
    return new ApiProblem(
      response.status,
      text(body['type']),
      text(body['title']),
      text(body['detail']),
      Array.isArray(body['errors']) ? body['errors'].filter(isRecord).map(fieldError) : [],
      retryAfter,
    );
  }

  /** What is wrong with a field; undefined where nothing is. */
  field(name: string): string | undefined {
    const error = this.errors.find(e => e.field === name);
    return error && (error.suggestion ? `${error.message} (${error.suggestion}?)` : error.message);
  }

  /** By field, as forms of Mantine take it. */
  byField(): Record<string, string> {
    return Object.fromEntries(this.errors.map(e => [e.field, this.field(e.field) ?? e.message]));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fieldError(from: Record<string, unknown>): FieldError {
  return {
    field: text(from['field']),
    line: typeof from['line'] === 'number' ? from['line'] : 0,
    message: text(from['message']),
    suggestion: text(from['suggestion']),
  };
}
