# --skip-badvars: context variables that are not there are 0.
"$MSTAP" --skip-badvars -e 'probe begin { println($nothing + 1, f()) exit() } function f() { return $nor_here }' 2>&1 < /dev/null
echo "status $?"
