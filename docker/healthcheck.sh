#!/bin/sh
# Asks the server for its health over HTTPS. The certificate is the server's own, of a private CA, hence -k: this asks "is it well?",
# not "who is it?".
set -eu
port="${SALLYPORT_PORT:-8443}"
if command -v curl >/dev/null 2>&1; then
  curl -ksf --max-time 4 "https://127.0.0.1:${port}/api/v1/health" >/dev/null
else
  wget -q --no-check-certificate --timeout=4 -O /dev/null "https://127.0.0.1:${port}/api/v1/health"
fi
