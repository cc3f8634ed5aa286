// Shows what Python sends; measures and judges nothing.
const TONE_HERTZ = [660, 880];
const NOTE_SECONDS = 0.14;

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".tt-live");
  for (const node of root.querySelectorAll("[data-show]")) {
    const words = String(data[node.dataset.show] ?? "");
    // The same words again would be read out again.
    if (node.textContent !== words) node.textContent = words;
  }
  showProgress(root, data.progress);
  showScale(root, data);
  const before = Number(root.dataset.captures ?? data.captures);
  root.dataset.captures = data.captures;
  root.classList.toggle("tt-captured", data.phase === "captured");
  if (data.captures > before) soundTone();
}

function showProgress(root, progress) {
  const percent = Math.round(100 * progress);
  const bar = root.querySelector(".tt-live-hold");
  bar.setAttribute("aria-valuenow", String(percent));
  bar.querySelector("i").style.width = `${percent}%`;
}

function showScale(root, data) {
  const scale = root.querySelector(".tt-live-scale");
  const marker = scale.querySelector("b");
  marker.hidden = data.place === null;
  if (data.place !== null) marker.style.left = `${100 * data.place}%`;
  const wanted = JSON.stringify(data.thresholds);
  if (scale.dataset.thresholds === wanted) return;
  scale.dataset.thresholds = wanted;
  for (const old of scale.querySelectorAll("span")) old.remove();
  for (const threshold of data.thresholds) {
    const tick = document.createElement("span");
    tick.style.left = `${100 * threshold.place}%`;
    tick.textContent = threshold.words;
    scale.append(tick);
  }
}

function soundTone() {
  // Two rising notes, made here: nothing is fetched. The press on START allows the page to sound.
  const audio = new AudioContext();
  TONE_HERTZ.forEach((hertz, number) => {
    const start = audio.currentTime + number * NOTE_SECONDS;
    const note = audio.createOscillator();
    const loudness = audio.createGain();
    note.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.3, start + 0.02);
    loudness.gain.setValueAtTime(0.3, start + NOTE_SECONDS - 0.02);
    loudness.gain.linearRampToValueAtTime(0, start + NOTE_SECONDS);
    note.connect(loudness).connect(audio.destination);
    note.start(start);
    note.stop(start + NOTE_SECONDS);
  });
  setTimeout(() => audio.close(), 2000);
}
