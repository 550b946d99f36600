// A drawer of this browser, for records by their window. A write has ended when it is on
// the disk: a browser that is killed the next moment still has it.
const NAME = "unsaved-words";

function open() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "window" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function use(mode, doing) {
  const drawer = await open();
  try {
    return await new Promise((done, failed) => {
      const work = drawer.transaction(NAME, mode, { durability: "strict" });
      const request = doing(work.objectStore(NAME));
      work.oncomplete = () => done(request.result);
      work.onabort = () => failed(work.error);
    });
  } finally {
    drawer.close();
  }
}

export const all = () => use("readonly", (records) => records.getAll());
export const put = (record) => use("readwrite", (records) => records.put(record));
export const remove = (window) => use("readwrite", (records) => records.delete(window));
