// Looks what the browser offers; switches nothing on and asks nobody for permission.
export default function (component) {
  const { setStateValue, parentElement } = component;
  const root = parentElement.querySelector(".tt-camera-check");
  if (root.dataset.watching) return;
  root.dataset.watching = "yes";

  const look = async () => {
    const found = await trouble();
    if (root.dataset.told === found) return;
    root.dataset.told = found;
    setStateValue("trouble", found);
  };
  look();
  navigator.mediaDevices?.addEventListener?.("devicechange", look);
  watchPermission(look);
}

async function trouble() {
  if (!window.isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia || typeof RTCPeerConnection === "undefined") return "no_webrtc";
  if ((await permission())?.state === "denied") return "denied";
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some((device) => device.kind === "videoinput") ? "" : "no_camera";
}

async function permission() {
  try {
    return await navigator.permissions.query({ name: "camera" });
  } catch {
    return null; // a browser that does not tell
  }
}

async function watchPermission(look) {
  const status = await permission();
  if (status) status.onchange = look;
}
