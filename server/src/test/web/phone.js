// The phone of the page: JsSIP for signalling, the browser's own WebRTC for media. The driver calls
// the functions of `window.phone`; what happens by itself is told through `window.tell`.
import JsSIP from 'jssip';
import { Recorder } from './recorder.js';
import { figures } from './figures.js';

const recorder = new Recorder();

let ua;
let session;

function show(id, text) {
  document.getElementById(id).textContent = text;
}

function tell(event, details = {}) {
  show('state', event);
  window.tell({ event, ...details });
}

// Noise suppression takes a pure tone for noise and removes it.
function wishes(video) {
  return {
    mediaConstraints: {
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      video: video ? { width: 320, height: 240, frameRate: 15 } : false,
    },
    pcConfig: { iceServers: [] },
  };
}

function follow(next) {
  session = next;
  session.on('progress', ({ originator }) => originator === 'remote' && tell('ringing'));
  session.on('accepted', () => tell('talking'));
  session.on('ended', ({ cause, originator }) => tell('ended', { cause, originator }));
  session.on('failed', ({ cause, message }) =>
    tell('ended', { cause, status: message ? message.status_code : undefined }));
  session.on('hold', ({ originator }) => tell('held', { originator }));
  session.on('unhold', ({ originator }) => tell('resumed', { originator }));
  session.on('getusermediafailed', error => tell('trouble', { error: String(error) }));
  session.on('peerconnection:setremotedescriptionfailed', error =>
    tell('trouble', { error: String(error) }));
  if (session.connection) {
    listen(session.connection);
  } else {
    session.on('peerconnection', ({ peerconnection }) => listen(peerconnection));
  }
}

// A remote track is decoded only while an element plays it.
function listen(connection) {
  recorder.reset();
  const theirs = document.getElementById('theirs');
  connection.addEventListener('track', ({ track, streams }) => {
    theirs.srcObject = streams[0] ?? new MediaStream([track]);
    if (track.kind === 'audio') {
      recorder.listen(theirs.srcObject);
    }
  });
  connection.addEventListener('connectionstatechange', () => {
    if (connection.connectionState === 'connected') {
      const tracks = connection.getSenders().map(sender => sender.track).filter(track => track);
      document.getElementById('mine').srcObject = new MediaStream(tracks);
    }
    window.tell({ event: 'connection', state: connection.connectionState });
  });
}

function change(how) {
  return new Promise((resolve, reject) => {
    const begun = session[how]({}, () => resolve(true));
    if (!begun) {
      reject(new Error(`${how} is not possible now`));
    }
  });
}

window.phone = {
  register({ uri, password, server }) {
    ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(server)],
      uri,
      password,
      register_expires: 300,
    });
    ua.on('registered', () => tell('registered'));
    ua.on('registrationFailed', ({ cause, response }) =>
      tell('refused', { cause, status: response ? response.status_code : undefined }));
    ua.on('disconnected', ({ code, reason }) => tell('disconnected', { code, reason }));
    ua.on('newRTCSession', ({ originator, session: next }) => {
      if (originator === 'remote') {
        follow(next);
        tell('incoming', { from: next.remote_identity.uri.toString() });
      }
    });
    ua.on('newMessage', ({ originator, request }) => {
      if (originator === 'remote') {
        const line = document.createElement('li');
        line.textContent = request.body;
        document.getElementById('lines').append(line);
        tell('line', { text: request.body });
      }
    });
    show('user', uri);
    ua.start();
  },

  call({ uri, video }) {
    follow(ua.call(uri, wishes(video)));
  },

  answer({ video }) {
    session.answer(wishes(video));
  },

  decline({ status }) {
    session.terminate({ status_code: status });
  },

  hangUp() {
    session.terminate();
  },

  hold: () => change('hold'),

  resume: () => change('unhold'),

  send: ({ uri, text }) =>
    new Promise((resolve, reject) => {
      ua.sendMessage(uri, text, {
        eventHandlers: {
          succeeded: ({ response }) => resolve(response.status_code),
          failed: ({ cause }) => reject(new Error(cause)),
        },
      });
    }),

  heard: () => recorder.take(),

  figures: () => figures(session.connection),

  // what both sides said in SDP, for the log of a test that fails
  descriptions: () => ({
    local: session.connection.localDescription?.sdp,
    remote: session.connection.remoteDescription?.sdp,
  }),
};
