# What script files may look like: carriage returns, bytes of any kind, #!, an executable script.
try() {
	"$MSTAP" "$@" 2>&1 < /dev/null
	echo "status $?"
}
cd "$TMP" || exit 1
printf 'probe begin {\r\n  println("carriage")\r\n  exit() // rest\r\n}\r\n' > crlf.stp
try crlf.stp
printf '\357\273\277probe begin { exit() }\n' > bom.stp
try bom.stp
printf 'probe begin { println("\344\366") /* \377 */ exit() }\n' > bytes.stp
"$MSTAP" bytes.stp < /dev/null | od -An -to1
printf 'probe begin { exit() }\0' > nul.stp
try nul.stp
printf '%%( 1 == 2 %%? probe begin {} %%)' > nothing.stp
try nothing.stp
ln -s "$MSTAP" mstap
PATH=$TMP:$PATH
printf '#!/usr/bin/env mstap\nprobe begin { println($#, " ", @1, " ", @2) exit() }\n' > script
chmod +x script
./script one 'two words' 2>&1 < /dev/null
./script -- -v last 2>&1 < /dev/null
printf '#!/usr/bin/env -S mstap -w\nprobe begin { println("quiet ", x . "") exit() }\n' > script
./script 2>&1 < /dev/null
