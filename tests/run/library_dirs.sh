# Which directories below that of -I are looked in, for functions and macros, and which goes first.
cd "$TMP" || exit 1
release=$(uname -r)
base=${release%%-*}
short=${base%.*}
arch=$(uname -m | sed 's/aarch64/arm64/')
# try NAME DIR: a function and a macro in DIR of lib
try() {
	rm -rf lib
	mkdir -p "lib/$2"
	echo 'function here() { return 1 }' > "lib/$2/f.stp"
	echo '@define here %( 2 %)' > "lib/$2/m.stpm"
	printf '%s' "$1"
	"$MSTAP" -I lib -e 'probe begin { printf(" %d", here()) exit() }' 2> /dev/null < /dev/null
	"$MSTAP" -I lib -e 'probe begin { printf(" %d", @here) exit() }' 2> /dev/null < /dev/null
	echo
}
try . .
try linux linux
try ARCH "$arch"
try 6.1.0-9-amd64 "$release"
try 6.1.0 "$base"
try 6.1 "$short"
try 6.1/ARCH "$short/$arch"
try linux/ARCH "linux/$arch"
try linux/6.1 "linux/$short"
try ARCH/6.1 "$arch/$short"
try 6 "${short%%.*}"
try sub sub
echo "-- the first one"
rm -rf lib
for dir in . "$arch" "$short" "$short/$arch" linux "linux/$short"; do
	mkdir -p "lib/$dir"
	echo "function here() { return \"$dir\" }" > "lib/$dir/f.stp"
done
for dir in "linux/$short" linux "$short/$arch" "$short" "$arch" .; do
	"$MSTAP" -I lib -e 'probe begin { println(here()) exit() }' < /dev/null |
		sed "s,$short,6.1,; s,$arch,ARCH,"
	rm "lib/$dir/f.stp"
done
