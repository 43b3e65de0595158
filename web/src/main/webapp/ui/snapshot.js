// A moment of the customer's picture, kept with the call's record.
import { t } from './i18n.js';
import { explain } from './page.js';
import { announce, toast } from './toast.js';

const QUALITY = 0.9;

/**
 * Keeps what a video shows now, as large as it comes.
 *
 * @param {HTMLVideoElement} video @param {import('../signaling/files.js').CallFiles} files
 */
export async function keepPicture(video, files) {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  try {
    const picture = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    await files.keep(picture, `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.jpg`);
    toast(t('snapshot.kept'), { kind: 'good' });
  } catch (failure) {
    toast(explain(failure), { kind: 'problem' });
  }
}

/** Tells people that their picture was kept. @param {boolean} own whether by this person */
export function noticePicture(own) {
  if (!own) {
    toast(t('snapshot.notice'));
    announce(t('snapshot.notice'));
  }
}
