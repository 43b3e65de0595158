/**
 * Known media to send: a picture of one colour that flashes white for 0.2 s in every second, with a
 * beep that begins with the flash and a quiet steady tone; colours and tones differ by side.
 *
 * <p>The resources were made with FFmpeg and libvpx/libopus, loops of one second:
 *
 * <pre>
 * V="color=c=0xc82828:s=640x480:r=15,drawbox=w=iw:h=ih:color=white:t=fill:enable='between(mod(n,15),5,7)'"
 * ffmpeg -f lavfi -i "$V" -t 2 -c:v libvpx -g 999 -b:v 150k -auto-alt-ref 0 -lag-in-frames 0 \
 *   -error-resilient 1 agent-delta.ivf
 * ffmpeg -f lavfi -i "$V" -t 1 -c:v libvpx -g 1 -auto-alt-ref 0 -lag-in-frames 0 agent-key.ivf
 * ffmpeg -f lavfi -i "aevalsrc='0.04*sin(2*PI*300*t)
 *   +0.4*sin(2*PI*1150*t)*between(mod(t,1),1/3-0.0065,1/3+0.2-0.0065)':s=48000:d=2.1" \
 *   -c:a libopus -b:a 32k -frame_duration 20 agent.ogg
 * </pre>
 *
 * The customer's: colour 0x2850c8, tone 500 Hz, beep 2350 Hz. The beep is 6.5 ms early because that
 * is the delay of the Opus encoder. Of the second period of each file a loop is made; a key frame
 * of the same instant can stand in for any other frame.
 */
package io.sightline.testsupport.clip;
