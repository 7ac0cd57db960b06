#!/bin/sh
# Makes the videos that the stand-in serves: 5 and 10 seconds in the three aspect ratios that Kling
# offers. Slow colour gradients stay small and look like film rather than like a test card; the bar
# at the bottom fills up over the whole length, so that a cut-off copy is seen at once.
# Needs ffmpeg with libx264. Run it in any folder: the files land in videos/ next to this script.
set -eu

target="$(dirname "$0")/videos"
mkdir -p "$target"

make_video() {
	seconds=$1 name=$2 width=$3 height=$4 colours=$5
	ffmpeg -hide_banner -loglevel error -y \
		-f lavfi -i "gradients=size=${width}x${height}:rate=24:duration=${seconds}:speed=0.012:nb_colors=4:${colours}" \
		-f lavfi -i "color=c=white@0.85:size=${width}x8:rate=24:duration=${seconds},format=yuva420p" \
		-filter_complex "[0:v][1:v]overlay=x='-W+W*t/${seconds}':y=H-40:eval=frame,format=yuv420p" \
		-c:v libx264 -preset veryslow -crf 30 -tune animation -profile:v high -pix_fmt yuv420p \
		-g 240 -bf 8 -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact \
		"$target/${seconds}s-${name}.mp4"
}

for seconds in 5 10; do
	make_video "$seconds" 16x9 1280 720 'c0=0x0b1d51:c1=0x725ac1:c2=0xf4989c:c3=0xffd29d:x0=0:y0=0:x1=1280:y1=720:seed=7'
	make_video "$seconds" 9x16 720 1280 'c0=0x042a2b:c1=0x0e7c7b:c2=0x9bc53d:c3=0xfde74c:x0=0:y0=0:x1=720:y1=1280:seed=11'
	make_video "$seconds" 1x1 720 720 'c0=0x2d0a31:c1=0xb5179e:c2=0xf77f00:c3=0xfcbf49:x0=0:y0=0:x1=720:y1=720:seed=23'
done
