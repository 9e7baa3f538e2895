// Keeps the audio of a remote track as 16-bit samples at 8 kHz until they are taken.
const RATE = 8000;

const WORKLET = `
registerProcessor('ear', class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length > 0) {
      this.port.postMessage(input[0].slice());
    }
    return true;
  }
});`;

export class Recorder {
  constructor() {
    this.blocks = [];
    this.round = 0;
  }

  // A new call: what was heard in the last one is of no interest any more.
  reset() {
    this.blocks = [];
    this.round++;
    this.context?.close();
    this.context = undefined;
  }

  async listen(stream) {
    const round = this.round;
    const context = new AudioContext({ sampleRate: RATE });
    this.context?.close();
    this.context = context;
    await context.audioWorklet.addModule(
      URL.createObjectURL(new Blob([WORKLET], { type: 'text/javascript' })));
    const ear = new AudioWorkletNode(context, 'ear', { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }) => round === this.round && this.blocks.push(data);
    context.createMediaStreamSource(stream).connect(ear);
    await context.resume();
  }

  // All samples since the last time, as base64 of little-endian 16-bit numbers.
  take() {
    const blocks = this.blocks;
    this.blocks = [];
    const samples = new Int16Array(blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of blocks) {
      for (const value of block) {
        samples[at++] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
      }
    }
    return base64(new Uint8Array(samples.buffer));
  }
}

function base64(bytes) {
  let text = '';
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}
