#!/bin/sh
# Makes the video that plays in the README's moving picture: five seconds in which the photograph of the
# examples comes slowly closer. The photograph is in the public domain: examples/images/LICENSE.md.
# Needs ffmpeg with libx264. Run it in any folder: the file lands next to this script.
set -eu

folder="$(dirname "$0")"
photo="$folder/../../../examples/images/dandelion-meadow.jpg"

# The picture is enlarged first, because zoompan moves by whole pixels.
ffmpeg -hide_banner -loglevel error -y -i "$photo" \
	-filter_complex "[0:v]scale=4800:-1,zoompan=z='1+0.35*on/120':x='(iw-iw/zoom)*0.22':y='(ih-ih/zoom)*0.25':d=120:s=1280x720:fps=24,format=yuv420p" \
	-c:v libx264 -preset veryslow -crf 28 -profile:v high -pix_fmt yuv420p \
	-movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact \
	"$folder/dandelion-meadow.mp4"
