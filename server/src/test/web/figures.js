// What the browser itself tells about the media of a call (W3C webrtc-stats), by the names that the
// tests ask for.
export async function figures(connection) {
  const report = await connection.getStats();
  const found = { audio: {}, video: {}, transports: [] };
  for (const entry of report.values()) {
    if (entry.type === 'inbound-rtp') {
      Object.assign(found[entry.kind], {
        received: entry.packetsReceived,
        lost: entry.packetsLost,
        decoded: entry.framesDecoded ?? 0,
        codec: report.get(entry.codecId)?.mimeType,
      });
    } else if (entry.type === 'outbound-rtp') {
      Object.assign(found[entry.kind], { sent: entry.packetsSent });
    } else if (entry.type === 'remote-inbound-rtp') {
      Object.assign(found[entry.kind], { lostBySight: entry.packetsLost, roundTrip: entry.roundTripTime });
    } else if (entry.type === 'transport') {
      found.transports.push(transport(report, entry));
    }
  }
  return found;
}

function transport(report, { dtlsState, srtpCipher, tlsVersion, selectedCandidatePairId }) {
  const pair = report.get(selectedCandidatePairId);
  return {
    dtlsState,
    srtpCipher,
    tlsVersion,
    local: place(report.get(pair?.localCandidateId)),
    remote: place(report.get(pair?.remoteCandidateId)),
  };
}

function place(candidate) {
  return candidate && { address: candidate.address, port: candidate.port, type: candidate.candidateType };
}
