// Shows the camera with the level, says how to hold the phone, and sends photos to this page's own address.
"use strict";
const LEVEL_DEG = 2, STRAIGHT_DEG = 3, SPREAD_MS = 600, SAY_EVERY_MS = 1500;
const byId = (id) => document.getElementById(id);
const parts = Object.fromEntries(
  ["start", "open", "camera", "video", "lines", "marks", "level", "coach", "shoot", "other", "file", "done", "said", "heard"].map((id) => [id, byId(id)]));
const base = location.pathname.replace(/\/$/, "");
const rad = (deg) => (deg * Math.PI) / 180, deg = (rad) => (rad * 180) / Math.PI;
let readings = [], facing = "", spokenAt = 0, sent = 0;

parts.open.addEventListener("click", start);
parts.shoot.addEventListener("click", shoot);
parts.file.addEventListener("change", choose);
parts.done.addEventListener("click", end);

async function start() {
  parts.open.disabled = true;
  try {
    // first of all: browsers ask about sensors only while a tap is fresh
    const asks = window.DeviceOrientationEvent && DeviceOrientationEvent.requestPermission;
    const allowed = asks ? await DeviceOrientationEvent.requestPermission().catch(() => "denied") : "granted";
    if (allowed === "granted") addEventListener("deviceorientation", listen);
    const answer = await fetch(`${base}/pair`, { method: "POST" });
    if (!answer.ok) throw new Error(await answer.text());
    const { seconds } = await answer.json();
    setTimeout(() => finish("The ten minutes are over. Open a new link on the computer."), seconds * 1000);
    parts.other.hidden = false;
    parts.start.hidden = true;
    say("Paired. Photos go to the computer that showed the code.");
  } catch (error) {
    parts.open.disabled = false;
    say(`That did not work: ${error.message}`, true);
    return;
  }
  await openCamera();
}

async function openCamera() {
  try {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    facing = stream.getVideoTracks()[0].getSettings().facingMode || "";
    parts.video.srcObject = stream;
    await parts.video.play();
    parts.camera.hidden = false;
    parts.shoot.focus();
    setInterval(coach, 200);
  } catch {
    say("The camera could not be opened here. Take the photo with the phone's own camera and send it below.", true);
    parts.file.focus();
  }
}

function listen({ beta, gamma }) {
  if (beta === null || gamma === null) return;
  const now = performance.now(), b = rad(beta), c = rad(gamma);
  const down = [Math.cos(b) * Math.sin(c), -Math.sin(b), -Math.cos(b) * Math.cos(c)];
  readings = [...readings.filter(({ at }) => now - at < SPREAD_MS), { at: now, beta, gamma, down }];
}

// How the picture lies: quarter turns that bring it upright, what is left of the roll, and how far the camera looks down.
function lie() {
  const last = readings.at(-1);
  if (!last) return null;
  const [x, y, z] = last.down;
  if (Math.hypot(x, y) < 0.5) return { flat: true, pitch: deg(-Math.asin(z)) };
  const screenTurn = screen.orientation ? screen.orientation.angle : window.orientation || 0;
  const roll = ((deg(Math.atan2(x, -y)) + screenTurn + 540) % 360) - 180;
  const quarters = Math.round(roll / 90);
  return { quarters, roll: roll - 90 * quarters, pitch: deg(-Math.asin(Math.max(-1, Math.min(1, z)))) };
}

function spread() {
  // a phone that is held still may tell nothing new: the last reading always counts
  const now = performance.now();
  const fresh = readings.filter(({ at }, place) => place === readings.length - 1 || now - at < SPREAD_MS);
  const [rolls, pitches] = [(d) => deg(Math.atan2(d[0], -d[1])), (d) => deg(-Math.asin(d[2]))].map((of) => {
    const values = fresh.map(({ down }) => of(down));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  });
  return Math.min(180, Math.sqrt(rolls + pitches));
}

function coach() {
  const found = lie();
  const good = found && !found.flat && Math.abs(found.roll) <= LEVEL_DEG && Math.abs(found.pitch) <= STRAIGHT_DEG;
  parts.lines.classList.toggle("good", Boolean(good));
  parts.level.style.display = found && !found.flat ? "" : "none";
  if (found && !found.flat) {
    // a point as high as the lens lies on this line: above the middle where the camera looks down (main camera, 26 mm)
    const up = 144 * Math.tan(rad(Math.max(-60, Math.min(60, found.pitch))));
    parts.marks.setAttribute("transform", `rotate(${-90 * found.quarters})`);
    parts.level.setAttribute("transform", `rotate(${-found.roll - 90 * found.quarters}) translate(0 ${-up})`);
  }
  const words = advice(found);
  if (parts.coach.textContent === words) return;
  parts.coach.textContent = words;
  // spoken now and then, not with every degree
  const now = performance.now();
  if (now - spokenAt > SAY_EVERY_MS) {
    spokenAt = now;
    parts.heard.textContent = words.replace(/ \d+°/g, "");
  }
}

function advice(found) {
  if (!found) return "No level is told here. Hold the phone so that the table's edge is level, at the height of the hip.";
  if (found.flat) return "Hold the phone upright, the camera towards the table.";
  const roll = Math.round(Math.abs(found.roll)), pitch = Math.round(Math.abs(found.pitch));
  if (Math.abs(found.roll) > LEVEL_DEG) return `Turn the phone ${roll}° to the ${found.roll > 0 ? "left" : "right"}, until the line meets the marks.`;
  if (found.pitch > STRAIGHT_DEG) return `It looks ${pitch}° down. Lower it to the height of the hip, and hold it upright.`;
  if (found.pitch < -STRAIGHT_DEG) return `It looks ${pitch}° up. Raise it to the height of the hip, and hold it upright.`;
  return "Level, straight ahead. Move it up or down until the line goes through the hip, then take the photo.";
}

async function shoot() {
  const { video } = parts, found = lie(), last = readings.at(-1);
  if (!video.videoWidth) return say("The camera is not ready yet.", true);
  // only the back camera's picture lies as the phone does
  const tells = found && !found.flat && facing !== "user";
  const quarters = tells ? found.quarters : 0;
  const held = tells ? `${last.beta.toFixed(2)};${last.gamma.toFixed(2)};${spread().toFixed(2)}` : "";
  const canvas = document.createElement("canvas");
  const { videoWidth: width, videoHeight: height } = video;
  [canvas.width, canvas.height] = quarters % 2 ? [height, width] : [width, height];
  const drawing = canvas.getContext("2d");
  drawing.translate(canvas.width / 2, canvas.height / 2);
  drawing.rotate(rad(90 * quarters));
  drawing.drawImage(video, -width / 2, -height / 2);
  await send(await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.93)), held);
}

async function choose() {
  const [file] = parts.file.files;
  if (file) await send(file, "");
  parts.file.value = "";
}

async function send(photo, held) {
  parts.shoot.disabled = parts.file.disabled = true;
  say("Sending…");
  try {
    const headers = { "Content-Type": "application/octet-stream", ...(held ? { "X-Held": held } : {}) };
    const answer = await fetch(`${base}/photo`, { method: "POST", body: photo, headers });
    if (!answer.ok) throw new Error(await answer.text());
    sent += 1;
    say(`Photo ${sent} is on the computer. Look at it there, and accept it.`);
  } catch (error) {
    say(`That photo did not arrive: ${error.message}`, true);
  }
  parts.shoot.disabled = parts.file.disabled = false;
}

async function end() {
  await fetch(`${base}/end`, { method: "POST" }).catch(() => undefined);
  finish("Closed. This page can be shut; nothing is left in it.");
}

function finish(words) {
  const stream = parts.video.srcObject;
  if (stream) stream.getTracks().forEach((track) => track.stop());
  parts.start.hidden = parts.camera.hidden = parts.other.hidden = true;
  say(words);
}

function say(words, wrong = false) {
  spokenAt = performance.now();
  parts.said.classList.toggle("wrong", wrong);
  parts.said.textContent = words;
}
