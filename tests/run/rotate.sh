# -S: files by size and number; -o: a format of strftime(3).
cd "$TMP" || exit 1
script='probe begin { for (i = 0; i < 45000; i++) printf("%07d 0123456789012345678901234567890123456789012345678901234567890123456789\n", i); exit() }'
try() {
	"$MSTAP" "$@" -e "$script" < /dev/null 2>&1
	echo "status $?"
}
try -S 1,2 -o last
ls last*
cat last.* | tail -n 1 | cut -c1-7
try -S 1 -o all
ls all*
cat all.* | wc -c
for f in all.*; do [ "$(wc -c < "$f")" -le 1048576 ] || echo "$f is too large"; done
try -S 0 -o one
ls one*
try -S 1
try -S 1 -o missing/file
try -S x
try -o 'year-%Y-%%'
ls year* | sed 's/[0-9][0-9][0-9][0-9]/YYYY/'
try -o '' | tail -n 2
