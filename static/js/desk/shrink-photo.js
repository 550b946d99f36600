// A smaller copy of a photo, for a slow line. What this browser cannot read (HEIC in
// most) or what would not get smaller goes as it is; the server checks either.
const LONGEST = 2560;

export async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const copy = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.88 });
    return copy.size < file.size ? copy : file;
  } catch {
    return file;
  }
}
