export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty where `content-encoding` is still among the headers: then it could not be unpacked. */
  readonly body: string;
}

/** One HTTP exchange: no retries, no redirects. */
export interface Transport {
  /** @throws TransportError, AnswerTooLargeError, or the signal's reason. */
  exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
  /** Ends every connection, those in use too. */
  close(): Promise<void>;
}
