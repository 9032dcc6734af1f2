# Arguments of options are checked as stap checks them.
script='probe begin { println("run") exit() }'
try() {
	"$MSTAP" "$@" -e "$script" 2>&1 < /dev/null
	echo "status $?"
}
for seconds in x 0 -1 5x 99999999999; do try -T $seconds; done
for size in x 1,x ,1 1,2,3; do try -S $size; done
for digits in 1x 000000 ''; do try --vp "$digits"; done
for name in 'a b' '' a.ko ABC-x averyveryveryveryverylongnameaveryveryveryveryverylongnameaveryveryveryveryverylongname; do
	try -m "$name"
done
for version in x 5.0 1.0 4.8 ''; do try --compatible "$version"; done
"$MSTAP" --compatible=4.7 -e 'probe begin { println(%( systemtap_v == "4.7" %? "older" %: "newer" %)) exit() }'
for name in as cpu nproc stack fsize; do
	try --rlimit-$name=x
	try --rlimit-$name=
done
try --rlimit-fsize=1000 -o "$TMP/file"
try --suppress-time-limits
try --suppress-time-limits -g -DMAXACTION=1
